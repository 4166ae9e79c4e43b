import { type LogLayout, OneRowLayout, rowsOf, WrappedLayout } from './layout';
import { english } from '../__testUtils__/english';
import { LogLines } from './LogLines';

/** What must hold wherever lines are: rows follow each other without a gap. */
function expectConsistent(layout: LogLayout, lines: LogLines) {
  let row = 0;
  for (let line = lines.first; line < lines.end; line++) {
    expect(layout.rowOf(line)).toBe(row);
    expect(layout.lineAt(row)).toBe(line);
    row = line + 1 < lines.end ? layout.rowOf(line + 1) : layout.rows;
    expect(layout.lineAt(row - 1)).toBe(line);
  }
  expect(layout.rows).toBe(row);
}

const layouts: [string, () => LogLayout][] = [
  ['OneRowLayout', () => new OneRowLayout()],
  ['WrappedLayout', () => new WrappedLayout(10)],
];

describe.each(layouts)('%s', (_name, create) => {
  it('knows where lines are while they come and go', () => {
    const lines = LogLines.create(english, { lines: 1_500, length: 1e9 });
    const layout = create();
    layout.update(lines);
    expect(layout.rows).toBe(0);
    let rows = 0;
    for (let round = 0; round < 7; round++) {
      lines.append(
        Array.from({ length: 433 }, (_, index) =>
          'x'.repeat((round + index * 7) % 35),
        ).join('\n'),
      );
      layout.update(lines);
      expectConsistent(layout, lines);
      expect(layout.rows + layout.forgottenRows).toBeGreaterThan(rows);
      rows = layout.rows + layout.forgottenRows;
    }
    expect(lines.first).toBeGreaterThan(0);
    expect(layout.forgottenRows).toBeGreaterThanOrEqual(lines.first);
  });

  it('finds the nearest line beyond the edges', () => {
    const lines = LogLines.create(english);
    lines.append('a\nb\nc');
    const layout = create();
    layout.update(lines);
    expect(layout.lineAt(-20)).toBe(0);
    expect(layout.lineAt(20)).toBe(2);
  });

  it('catches up with a log that lost all that it knew', () => {
    const lines = LogLines.create(english, { lines: 1_500, length: 1e9 });
    const layout = create();
    lines.append('short\n');
    layout.update(lines);
    lines.append(`${'x'.repeat(25)}\n`.repeat(9_000));
    layout.update(lines);
    expectConsistent(layout, lines);
    expect(layout.lineAt(0)).toBe(lines.first);
  });
});

describe('rowsOf', () => {
  it.each([
    ['', 1],
    ['x'.repeat(10), 1],
    ['x'.repeat(11), 2],
    ['日本語日本語', 2],
    ['a\tb', 1],
    ['\t\t', 2],
  ])('counts the rows of %j', (line, rows) => {
    expect(rowsOf(line, 10)).toBe(rows);
  });
});
