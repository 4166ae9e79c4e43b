import { english } from '../__testUtils__/english';
import { LogLines } from './LogLines';
import { LogSearch, stepTo } from './LogSearch';

const linesOf = (...texts: string[]) => {
  const lines = LogLines.create(english);
  lines.append(texts.join('\n'));
  return lines;
};

describe('LogSearch', () => {
  it('finds lines in whatever case, and what is no pattern literally', () => {
    const lines = linesOf('GET /a.b', 'get /axb', 'post', 'Get /A.B');
    expect(LogSearch.create('/a.b').matchesIn(lines)).toEqual([0, 3]);
    expect(LogSearch.create('get').matchesIn(lines)).toEqual([0, 1, 3]);
    expect(LogSearch.create('(').matchesIn(lines)).toEqual([]);
    expect(LogSearch.create('').matchesIn(lines)).toEqual([]);
    expect(LogSearch.create('').isActive).toBe(false);
  });

  it('goes on with what has come, and forgets what is gone', () => {
    const lines = LogLines.create(english, { lines: 1_500, length: 1e9 });
    const search = LogSearch.create('hit');
    lines.append('hit\nmiss\n');
    expect(search.matchesIn(lines)).toEqual([0]);
    lines.append('hit\n');
    expect(search.matchesIn(lines)).toEqual([0, 2]);
    lines.append(`${'miss\n'.repeat(2_500)}hit\n`);
    expect(lines.first).toBeGreaterThan(2);
    expect(search.matchesIn(lines)).toEqual([2_503]);
  });

  it('starts again in another log', () => {
    const search = LogSearch.create('hit');
    expect(search.matchesIn(linesOf('hit'))).toEqual([0]);
    expect(search.matchesIn(linesOf('miss', 'hit'))).toEqual([1]);
  });

  it('cuts a line where it matches', () => {
    const search = LogSearch.create('er');
    expect(search.partsOf('ER, over')).toEqual([
      { text: 'ER', isMatch: true },
      { text: ', ov', isMatch: false },
      { text: 'er', isMatch: true },
    ]);
    expect(search.columnIn('over')).toBe(2);
  });
});

describe('stepTo', () => {
  const matches = [3, 7, 20];

  it('goes round in both directions', () => {
    expect(stepTo(matches, undefined, 'next')).toBe(0);
    expect(stepTo(matches, 3, 'next')).toBe(1);
    expect(stepTo(matches, 20, 'next')).toBe(0);
    expect(stepTo(matches, undefined, 'previous')).toBe(2);
    expect(stepTo(matches, 7, 'previous')).toBe(0);
    expect(stepTo(matches, 3, 'previous')).toBe(2);
  });

  it('goes on where a match is gone', () => {
    expect(stepTo(matches, 5, 'next')).toBe(1);
    expect(stepTo([], 5, 'next')).toBe(-1);
  });
});
