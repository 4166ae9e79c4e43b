import Table from 'cli-table3';

const NO_LINES = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
  ].map(name => [name, '']),
);

/** Columns without borders, as in kubectl. */
export function table(head: string[], rows: string[][]): string {
  const made = new Table({
    chars: { ...NO_LINES, middle: '   ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    head,
  });
  made.push(...rows);
  return `${made
    .toString()
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')}\n`;
}
