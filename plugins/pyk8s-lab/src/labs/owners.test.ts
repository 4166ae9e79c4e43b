import { explainOwner, normalizeOwner, ownersNamed } from './owners';

describe('ownersNamed', () => {
  it.each([
    ['', undefined],
    ['  ', undefined],
    ['alice', ['user:default/alice', 'group:default/alice']],
    ['Group:Default/Team-A', ['group:default/team-a']],
    ['user:bob', ['user:default/bob']],
    ['user:', undefined],
    ['a,b', undefined],
    ['a b', undefined],
  ])('"%s" means %j', (text, expected) => {
    expect(ownersNamed(text)).toEqual(expected);
  });
});

describe('a new owner', () => {
  it.each([
    ['user:default/Grace', 'user:default/grace'],
    ['group:team', 'group:default/team'],
    ['grace', undefined],
    ['component:default/x', undefined],
    ['user:default/x,group:default/y', undefined],
  ])('"%s" is %s', (text, expected) => {
    expect(normalizeOwner(text)).toBe(expected);
  });

  it('is not the one that it has', () => {
    const now = 'user:default/ada';
    expect(explainOwner('user:default/ADA', now)).toMatch(/owner already/);
    expect(explainOwner('ada', now)).toMatch(/Write the entity ref/);
    expect(explainOwner('user:default/grace', now)).toBeUndefined();
  });
});
