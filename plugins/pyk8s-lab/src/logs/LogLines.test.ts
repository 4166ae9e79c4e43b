import { english } from '../__testUtils__/english';
import { LogLines } from './LogLines';

const numbered = (from: number, to: number) =>
  Array.from(
    { length: to - from },
    (_, index) => `line ${from + index}\n`,
  ).join('');

describe('LogLines', () => {
  it('takes whole lines, without colours', () => {
    const lines = LogLines.create(english);
    lines.append('one\n\u001b[31mtwo\u001b[0m\n\nfour');
    expect(lines.toText()).toBe('one\ntwo\n\nfour\n');
    expect(lines.count).toBe(4);
    expect(lines.longest).toBe(4);
    lines.append('');
    expect(lines.count).toBe(4);
  });

  it('is not spoilt by a line that ends in the middle of a sequence', () => {
    const lines = LogLines.create(english);
    lines.append('binary \u001b]0;never ended\nnext\r\n50%\r100%\n');
    expect(lines.toText()).toBe('binary \nnext\n50%\n100%\n');
  });

  it('forgets the oldest lines, and keeps the numbers of the others', () => {
    const lines = LogLines.create(english, { lines: 3_000, length: 1e9 });
    lines.append(numbered(0, 3_000));
    expect(lines.first).toBe(0);
    lines.append(numbered(3_000, 7_500));
    expect(lines.count).toBeLessThanOrEqual(3_000);
    expect(lines.count).toBeGreaterThan(2_000);
    expect(lines.at(lines.first)).toBe(`line ${lines.first}`);
    expect(lines.at(7_499)).toBe('line 7499');
    expect(lines.end).toBe(7_500);
    expect(lines.toText()).toBe(numbered(lines.first, 7_500));
  });

  it('keeps no more text than it may, however few lines that are', () => {
    const lines = LogLines.create(english, { lines: 1e6, length: 1_000_000 });
    for (let index = 0; index < 5_000; index++) {
      lines.append(`${'x'.repeat(500)}\n`);
    }
    expect(lines.toText().length).toBeLessThan(1_600_000);
    expect(lines.first).toBeGreaterThan(0);
  });

  it('shows times of day, and keeps the times of the log for a file', () => {
    const lines = LogLines.create(english);
    const text =
      '2026-12-01T09:00:00.123456789Z ready\nno time\n2026-12-01T09:00:01Z done\n';
    lines.append(text);
    expect(lines.at(0)).toMatch(/^\d\d:\d\d:00\.123 ready$/);
    expect(lines.stampOf(0)).toBe('2026-12-01T09:00:00.123456789Z');
    expect(lines.at(1)).toBe('no time');
    expect(lines.stampOf(1)).toBeUndefined();
    expect(lines.longest).toBe('09:00:00.123 ready'.length);
    expect(lines.toText()).toBe(text);
  });

  it('keeps the beginning of a line that is longer than anybody reads', () => {
    const lines = LogLines.create(english);
    lines.append(`${'x'.repeat(1_000_000)}\n`);
    expect(lines.at(0).length).toBeLessThan(20_000);
    expect(lines.at(0)).toMatch(/983,?616 more characters removed/);
  });

  it('tells what the page says from what the log does', () => {
    const lines = LogLines.create(english, { lines: 1_500, length: 1e9 });
    lines.append('a\n');
    lines.note('said by the page');
    lines.append('b\n');
    expect([0, 1, 2].map(line => lines.isNote(line))).toEqual([
      false,
      true,
      false,
    ]);
    lines.append(numbered(0, 3_000));
    expect(lines.isNote(1)).toBe(false);
  });
});
