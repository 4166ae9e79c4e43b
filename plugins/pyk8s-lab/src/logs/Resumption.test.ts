import { english } from '../__testUtils__/english';
import { LogLines } from './LogLines';
import { Resumption } from './Resumption';

const linesOf = (...lines: string[]) => {
  const log = LogLines.create(english);
  lines.forEach(line => log.append(`${line}\n`));
  return log;
};
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);

describe('Resumption', () => {
  it('goes on after the last line that is known', () => {
    const resumption = Resumption.after(linesOf(...range(1, 20)));
    expect(resumption.take(range(10, 25))).toEqual(range(21, 25));
  });

  it('finds the place however the lines come', () => {
    const resumption = Resumption.after(linesOf(...range(1, 20)));
    expect(resumption.take(range(10, 18))).toBeUndefined();
    expect(resumption.take(range(19, 19))).toBeUndefined();
    expect(resumption.take(range(20, 21))).toEqual(range(21, 21));
  });

  it('is not misled by a line that comes often', () => {
    const known = ['a', 'same', 'b', 'same', 'c', 'same'];
    const resumption = Resumption.after(linesOf(...known));
    expect(resumption.take([...known, 'd', 'same', 'e'])).toEqual([
      'd',
      'same',
      'e',
    ]);
  });

  it('knows what is read only in part', () => {
    const resumption = Resumption.after(linesOf(...range(1, 20)));
    expect(resumption.take(range(20, 22))).toEqual(range(21, 22));
  });

  it('goes by what the log says, not by what the page says in it', () => {
    const log = linesOf('a', 'b');
    log.note('Lines may be missing here');
    expect(Resumption.after(log).take(['a', 'b', 'c'])).toEqual(['c']);
  });

  it('compares the times that the log has, not those that are shown', () => {
    const lines = [1, 2, 3].map(
      second => `2026-12-01T09:00:0${second}.123456789Z same`,
    );
    const resumption = Resumption.after(linesOf(...lines.slice(0, 2)));
    expect(resumption.take(lines)).toEqual(lines.slice(2));
  });

  it('takes all of a log of which nothing is known', () => {
    expect(Resumption.after(linesOf()).take(['a'])).toEqual(['a']);
  });

  it('has all that came where the place is not among it', () => {
    const resumption = Resumption.after(linesOf(...range(1, 5)));
    expect(resumption.take(range(90, 91))).toBeUndefined();
    expect(resumption.take(range(92, 92))).toBeUndefined();
    expect(resumption.pending).toBe(3);
    expect(resumption.rest()).toEqual(range(90, 92));
  });

  it('compares lines that are cut where they are shown', () => {
    const long = 'x'.repeat(20_000);
    const resumption = Resumption.after(linesOf('a', long));
    expect(resumption.take(['a', long, 'b'])).toEqual(['b']);
  });
});
