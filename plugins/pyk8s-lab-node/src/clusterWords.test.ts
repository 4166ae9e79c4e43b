import { boundedText, clusterWords } from './clusterWords';

describe('clusterWords', () => {
  it('leaves short words as they are', () => {
    expect(clusterWords('node "a" is Ready – 100 %')).toBe(
      'node "a" is Ready – 100 %',
    );
  });

  it('cuts what is too long', () => {
    const words = clusterWords('x'.repeat(10_000));
    expect(words).toHaveLength(500);
    expect(words.endsWith('x…')).toBe(true);
    expect(clusterWords('abcdef', 4)).toBe('abc…');
  });

  it('puts it on one line, without what steers terminals', () => {
    expect(
      clusterWords(' one\r\n\n two\u0000three\u001b[31m \u202efour\u2028 '),
    ).toBe('one two three [31m four');
  });

  it('takes what is not text for nothing', () => {
    expect(
      [undefined, null, 7, {}, ['a']].map(one => clusterWords(one)),
    ).toEqual(['', '', '', '', '']);
  });

  it('has no half of a character', () => {
    const words = clusterWords('😀'.repeat(300), 4);
    expect(words).toBe('😀\ufffd…');
    expect(clusterWords('a\ud800b')).toBe('a\ufffdb');
  });

  it('looks at no more of a huge text than it keeps', () => {
    expect(clusterWords(' '.repeat(50_000_000))).toBe('');
    expect(clusterWords('\n\u001b'.repeat(10_000_000))).toBe('');
  });
});

describe('boundedText', () => {
  it('keeps lines and tabs, and nothing else that controls', () => {
    expect(boundedText('a\n\tb\u0000\u0007c', 100)).toBe('a\n\tb\ufffd\ufffdc');
  });

  it('is no longer than it may be', () => {
    expect(boundedText('abc', 3)).toBe('abc');
    expect(boundedText('abcd', 3)).toBe('ab…');
    expect(boundedText('abcd', 0)).toBe('…');
  });
});
