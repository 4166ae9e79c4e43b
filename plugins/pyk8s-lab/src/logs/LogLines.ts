import { PlainText } from '../console';
import type { Translate } from '../translation';
import { readStamp, TIME_LENGTH } from './timestamps';

/**
 * The lines of a text, without colours and other escape sequences. Each line is
 * read for itself: one that ends in the middle of a sequence spoils no other.
 *
 * @param text - whole lines; the last one may lack its end
 */
export function plainLinesOf(text: string): string[] {
  return endedLines(text).flatMap(line => {
    const plain = PlainText.create().read(line);
    // A program that writes over its line makes several.
    return plain === line ? line : plain.replace(/\n$/, '').split('\n');
  });
}

function endedLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines[lines.length - 1] === '') {
    lines.pop();
  }
  return lines;
}

/** Lines are kept, and forgotten, so many at a time. */
const CHUNK_LINES = 1_000;

/** What is kept of a line; no person reads on. */
const MAX_LINE_LENGTH = 16_384;

/** How much of a log is kept in all. */
export interface LogBounds {
  readonly lines: number;
  /** Of the text, in UTF-16 units. */
  readonly length: number;
}

/** What the page of a log keeps: what a browser can hold without effort. */
export const LOG_BOUNDS: LogBounds = { lines: 100_000, length: 64 * 2 ** 20 };

interface Chunk {
  readonly lines: string[];
  /** The times as the log has them, of those lines that have one. */
  readonly stamps: (string | undefined)[];
  length: number;
}

/**
 * The lines of a log, which only ever grows at its end and loses its oldest lines
 * once it is full. Lines have numbers that stay: the first one ever is 0. All of
 * it takes time in proportion to what is added, however much is there.
 */
export class LogLines {
  readonly #t: Translate;
  readonly #bounds: LogBounds;
  readonly #notes = new Set<number>();
  #chunks: Chunk[] = [];
  #first = 0;
  #end = 0;
  #length = 0;
  #longest = 0;

  /** @param t - for what the page says in the place of what it does not keep */
  static create(t: Translate, bounds: LogBounds = LOG_BOUNDS): LogLines {
    return new LogLines(t, bounds);
  }

  private constructor(t: Translate, bounds: LogBounds) {
    this.#t = t;
    this.#bounds = bounds;
  }

  /** The number of the oldest line that is kept; as many are forgotten. */
  get first(): number {
    return this.#first;
  }

  /** The number that the next line will have. */
  get end(): number {
    return this.#end;
  }

  /** How many lines are kept. */
  get count(): number {
    return this.#end - this.#first;
  }

  /** The length of the longest line that ever was, in UTF-16 units. */
  get longest(): number {
    return this.#longest;
  }

  /** The text of a line that is kept, with its time in the reader's time zone. */
  at(line: number): string {
    const index = line - this.#first;
    return this.#chunks[Math.floor(index / CHUNK_LINES)].lines[
      index % CHUNK_LINES
    ];
  }

  /** The time of a line as the log has it; undefined for a line without one. */
  stampOf(line: number): string | undefined {
    const index = line - this.#first;
    return this.#chunks[Math.floor(index / CHUNK_LINES)].stamps[
      index % CHUNK_LINES
    ];
  }

  /** Whether the page says this, rather than the log. */
  isNote(line: number): boolean {
    return this.#notes.has(line);
  }

  /** Adds whole lines. */
  append(text: string): void {
    for (const line of plainLinesOf(text)) {
      this.#add(line);
    }
  }

  /** Adds something that the page says of the log at this place. */
  note(text: string): void {
    this.#notes.add(this.#end);
    this.#add(text);
  }

  /** The text of a line as the log has it. */
  originalOf(line: number): string {
    return originalOf(this.at(line), this.stampOf(line));
  }

  /** All that is kept, as the text of a file: with the times that the log has. */
  toText(): string {
    return this.#chunks
      .map(({ lines, stamps }) =>
        lines
          .map((line, index) => `${originalOf(line, stamps[index])}\n`)
          .join(''),
      )
      .join('');
  }

  #add(whole: string): void {
    const stamped = readStamp(whole);
    const line = stamped?.text ?? whole;
    const kept =
      line.length > MAX_LINE_LENGTH
        ? `${line.slice(0, MAX_LINE_LENGTH)} ${this.#t('logs.note.cutLine', {
            count: line.length - MAX_LINE_LENGTH,
          })}`
        : line;
    let last = this.#chunks[this.#chunks.length - 1];
    if (!last || last.lines.length === CHUNK_LINES) {
      last = { lines: [], stamps: [], length: 0 };
      this.#chunks.push(last);
    }
    last.lines.push(kept);
    last.stamps.push(stamped?.stamp);
    last.length += kept.length;
    this.#end += 1;
    this.#length += kept.length;
    this.#longest = Math.max(this.#longest, kept.length);
    const isFull =
      this.count > this.#bounds.lines || this.#length > this.#bounds.length;
    if (isFull && this.#chunks.length > 1) {
      this.#forgetOldest();
    }
  }

  #forgetOldest(): void {
    const oldest = this.#chunks.shift()!;
    this.#first += oldest.lines.length;
    this.#length -= oldest.length;
    for (const line of this.#notes) {
      // A set keeps the order in which they came.
      if (line >= this.#first) {
        break;
      }
      this.#notes.delete(line);
    }
  }
}

function originalOf(text: string, stamp: string | undefined): string {
  return stamp === undefined ? text : stamp + text.slice(TIME_LENGTH);
}
