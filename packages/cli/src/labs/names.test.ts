import { isOwner, shortOwner } from './names';

describe('isOwner', () => {
  it.each([
    ['user:default/alice', 'alice', true],
    ['user:default/alice', 'Alice', true],
    ['user:default/alice', 'user:alice', true],
    ['user:default/alice', 'default/alice', true],
    ['user:default/alice', 'user:default/alice', true],
    ['group:default/team-a', 'team-a', true],
    ['group:acme/team-a', 'acme/team-a', true],
    ['group:acme/team-a', 'team-a', false],
    ['group:default/team-a', 'user:team-a', false],
    ['user:default/alice', 'ali', false],
    ['user:default/alice', '', false],
  ])('%s is what %j means: %s', (ref, typed, expected) => {
    expect(isOwner(ref, typed)).toBe(expected);
  });

  it.each([
    ['user:default/alice', 'alice'],
    ['group:default/team-a', 'group:team-a'],
    ['user:acme/alice', 'acme/alice'],
    ['group:acme/team-a', 'group:acme/team-a'],
  ])('%s is shown as %s, which means it', (ref, short) => {
    expect(shortOwner(ref)).toBe(short);
    expect(isOwner(ref, short)).toBe(true);
  });
});
