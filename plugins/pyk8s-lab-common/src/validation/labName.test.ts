import { explainLabName } from './labName';

describe('explainLabName', () => {
  it.each(['a', '1', 'demo', 'my-lab-2', 'a--b', 'a'.repeat(63)])(
    'takes %s',
    name => {
      expect(explainLabName(name)).toBeUndefined();
    },
  );

  it.each([
    ['', 'needs a name'],
    ['a'.repeat(64), 'at most 63 characters; this one has 64'],
    ['Demo', 'lower-case'],
    ['-a', 'begins and ends'],
    ['a-', 'begins and ends'],
    ['--all', 'lower-case'],
    ['a.b', 'lower-case'],
    ['ä', 'lower-case'],
    ['a\n', 'lower-case'],
  ])('refuses %j', (name, why) => {
    expect(explainLabName(name)).toContain(why);
  });
});
