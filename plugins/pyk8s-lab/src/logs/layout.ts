import type { LogLines } from './LogLines';

/**
 * Where the lines of a log are, in rows of equal height. With it, only those lines
 * are drawn that are in sight, and no line need be drawn to know its height.
 */
export interface LogLayout {
  /** Takes in what has come and what is gone. */
  update(lines: LogLines): void;
  /** How many rows there are in all. */
  readonly rows: number;
  /** How many rows have gone with the lines that were forgotten. */
  readonly forgottenRows: number;
  /** The row in which a line begins. */
  rowOf(line: number): number;
  /** The line that is in a row. */
  lineAt(row: number): number;
}

/** Each line is one row. */
export class OneRowLayout implements LogLayout {
  #first = 0;
  #end = 0;

  update({ first, end }: LogLines): void {
    this.#first = first;
    this.#end = end;
  }

  get rows(): number {
    return this.#end - this.#first;
  }

  get forgottenRows(): number {
    return this.#first;
  }

  rowOf(line: number): number {
    return line - this.#first;
  }

  lineAt(row: number): number {
    return this.#first + Math.min(Math.max(0, row), Math.max(0, this.rows - 1));
  }
}

/** Lines go on in the next row where they are longer than one. */
export class WrappedLayout implements LogLayout {
  readonly #columns: number;
  /** For each line from `#first` on, the rows up to its end, since the beginning. */
  readonly #ends: number[] = [];
  #first = 0;
  #forgotten = 0;

  /** @param columns - how many characters fit into a row, at least 1 */
  constructor(columns: number) {
    this.#columns = columns;
  }

  update(lines: LogLines): void {
    if (lines.first > this.#first) {
      const gone = Math.min(lines.first - this.#first, this.#ends.length);
      this.#forgotten = this.#ends[gone - 1] ?? this.#forgotten;
      this.#ends.splice(0, gone);
      this.#first = lines.first;
    }
    let rows = this.#total;
    for (let line = this.#first + this.#ends.length; line < lines.end; line++) {
      rows += rowsOf(lines.at(line), this.#columns);
      this.#ends.push(rows);
    }
  }

  get rows(): number {
    return this.#total - this.#forgotten;
  }

  get forgottenRows(): number {
    return this.#forgotten;
  }

  rowOf(line: number): number {
    const index = line - this.#first;
    return (
      (index === 0 ? this.#forgotten : this.#ends[index - 1]) - this.#forgotten
    );
  }

  lineAt(row: number): number {
    let low = 0;
    let high = Math.max(0, this.#ends.length - 1);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#ends[middle] - this.#forgotten > row) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return this.#first + low;
  }

  get #total(): number {
    return this.#ends[this.#ends.length - 1] ?? this.#forgotten;
  }
}

// A tab may be as wide as this; what fonts without it show wide, two columns.
const TAB_COLUMNS = 8;
const PLAIN = /^[\u0020-\u024f]*$/;

/** How many rows a line takes, when it is broken at any character. */
export function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(columnsOf(line) / columns));
}

function columnsOf(line: string): number {
  if (PLAIN.test(line)) {
    return line.length;
  }
  let columns = 0;
  for (const character of line) {
    columns += PLAIN.test(character) ? 1 : wideColumnsOf(character);
  }
  return columns;
}

function wideColumnsOf(character: string): number {
  return character === '\t' ? TAB_COLUMNS : 2;
}
