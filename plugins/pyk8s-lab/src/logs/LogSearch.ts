import type { LogLines } from './LogLines';

/** A part of a line; `isMatch` when it is what was looked for. */
export interface LinePart {
  readonly text: string;
  readonly isMatch: boolean;
}

/**
 * Looks for a text in a log, in whatever case. What was looked through once is not
 * looked through again as the log grows.
 */
export class LogSearch {
  readonly #pattern: RegExp | undefined;
  #lines: LogLines | undefined;
  #matches: number[] = [];
  #next = 0;

  /** @param text - nothing matches an empty one */
  static create(text: string): LogSearch {
    return new LogSearch(text);
  }

  private constructor(text: string) {
    const literal = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    // A line may match more than once, so that a test must not remember where.
    this.#pattern = literal ? new RegExp(`(${literal})`, 'i') : undefined;
  }

  /** Whether anything is looked for. */
  get isActive(): boolean {
    return this.#pattern !== undefined;
  }

  /** The numbers of the lines that match, in order. */
  matchesIn(lines: LogLines): readonly number[] {
    if (this.#lines !== lines) {
      this.#lines = lines;
      this.#matches = [];
      this.#next = 0;
    }
    this.#forgetBefore(lines.first);
    for (
      this.#next = Math.max(this.#next, lines.first);
      this.#next < lines.end;
      this.#next++
    ) {
      if (this.#pattern?.test(lines.at(this.#next))) {
        this.#matches.push(this.#next);
      }
    }
    return this.#matches;
  }

  /** A line, cut where it matches. */
  partsOf(line: string): LinePart[] {
    if (!this.#pattern) {
      return [{ text: line, isMatch: false }];
    }
    // What the group has caught is at the odd places.
    return line
      .split(this.#pattern)
      .map((text, index) => ({ text, isMatch: index % 2 === 1 }))
      .filter(({ text }) => text);
  }

  /** How many characters of a line that matches are before the match. */
  columnIn(line: string): number {
    return Math.max(0, this.#pattern ? line.search(this.#pattern) : 0);
  }

  #forgetBefore(first: number): void {
    const kept = this.#matches.findIndex(line => line >= first);
    if (kept !== 0) {
      this.#matches.splice(0, kept < 0 ? this.#matches.length : kept);
    }
  }
}

/**
 * The place of the match that comes next, among all matches.
 *
 * @param current - the line of the match that is shown; undefined when none is
 * @returns -1 when there is none
 */
export function stepTo(
  matches: readonly number[],
  current: number | undefined,
  direction: 'next' | 'previous',
): number {
  if (matches.length === 0) {
    return -1;
  }
  if (direction === 'next') {
    const index = matches.findIndex(line => line > (current ?? -1));
    return index < 0 ? 0 : index;
  }
  const before = matches.filter(line => line < (current ?? Infinity)).length;
  return before === 0 ? matches.length - 1 : before - 1;
}
