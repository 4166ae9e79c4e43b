import { PlainText } from './plainText';

const plain = (...pieces: string[]) => {
  const text = PlainText.create();
  return pieces.map(piece => text.read(piece)).join('');
};

describe('PlainText', () => {
  it.each([
    ['text', 'a\tb\nc – ✓ 🙂', 'a\tb\nc – ✓ 🙂'],
    ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
    ['movements', 'a\u001b[2Kb\u001b[10;5Hc', 'abc'],
    ['a title', 'a\u001b]0;title\u0007b', 'ab'],
    ['a link', '\u001b]8;;http://x\u001b\\there\u001b]8;;\u001b\\', 'there'],
    ['a character set', 'a\u001b(Bb', 'ab'],
    ['single escapes', 'a\u001b7\u001b8\u001bcb', 'ab'],
    ['one-character controls', 'a\u009b31mb\u009d0;t\u009cc', 'abc'],
    ['bells and backspaces', 'a\u0007b\u0008\u0000c\u007f', 'abc'],
    ['line endings of Windows', 'a\r\nb\r\n', 'a\nb\n'],
    ['a progress bar', '10%\r20%\r30%\n', '10%\n20%\n30%\n'],
  ])('takes %s', (_what, printed, expected) => {
    expect(plain(printed)).toBe(expected);
  });

  it('gives the same wherever a piece ends', () => {
    const printed =
      'a\u001b[1;31mred\u001b[0m\r\nb\u001b]0;title\u0007\u001b(Bc\rd';
    for (let at = 1; at < printed.length; at++) {
      expect(plain(printed.slice(0, at), printed.slice(at))).toBe(
        'ared\nbc\nd',
      );
    }
    expect(plain(...printed)).toBe('ared\nbc\nd');
  });
});
