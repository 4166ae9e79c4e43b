import { english } from '../__testUtils__';
import {
  describeOwner,
  explainOwner,
  normalizeOwner,
  ownersNamed,
} from './owners';

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
    expect(explainOwner(english, 'user:default/ADA', now)).toMatch(
      /already the owner/,
    );
    expect(explainOwner(english, 'ada', now)).toMatch(/Enter the entity ref/);
    expect(explainOwner(english, 'user:default/grace', now)).toBeUndefined();
  });
});

it.each([
  ['user:default/ada', 'ada (user)'],
  ['Group:default/compilers', 'compilers (group)'],
  ['user:mathematics/ada', 'mathematics/ada (user)'],
  ['component:default/site', 'site (component)'],
  ['nobody', 'nobody'],
])('calls %s %s where the catalog does not', (ref, expected) => {
  expect(describeOwner(english, ref)).toBe(expected);
});
