import type { LogLines } from './LogLines';

/** So many lines in a row are the same place in a log. */
const ANCHOR_LINES = 5;

/** Lines that are longer are cut where they are shown. */
const COMPARED_LENGTH = 1_000;

const keyOf = (line: string) => line.slice(0, COMPARED_LENGTH);

/**
 * Finds where a log goes on that is read from somewhere before again: after the
 * last lines that are known.
 */
export class Resumption {
  readonly #anchor: readonly string[];
  #pending: string[] = [];
  #checked = 0;

  /** @param known - the lines before, of which nothing is to come again */
  static after(known: LogLines): Resumption {
    const anchor: string[] = [];
    for (
      let line = known.end - 1;
      line >= known.first && anchor.length < ANCHOR_LINES;
      line -= 1
    ) {
      if (!known.isNote(line)) {
        anchor.unshift(keyOf(known.originalOf(line)));
      }
    }
    return new Resumption(anchor);
  }

  private constructor(anchor: readonly string[]) {
    this.#anchor = anchor;
  }

  /** How many lines have come of which it is not known whether they are new. */
  get pending(): number {
    return this.#pending.length;
  }

  /**
   * Takes lines that were read again.
   *
   * @returns what is new, once the place is found; undefined until then
   */
  take(lines: readonly string[]): string[] | undefined {
    this.#pending.push(...lines);
    if (this.#anchor.length === 0) {
      return this.rest();
    }
    for (let end = this.#pending.length - 1; end >= this.#checked; end -= 1) {
      if (this.#isPlace(end)) {
        return this.#pending.slice(end + 1);
      }
    }
    this.#checked = this.#pending.length;
    return undefined;
  }

  /** All that has come, where the place is not among it. */
  rest(): string[] {
    return this.#pending;
  }

  /** A log that is read from after the anchor's beginning has only its end. */
  #isPlace(end: number): boolean {
    const length = Math.min(this.#anchor.length, end + 1);
    for (let back = 0; back < length; back += 1) {
      const known = this.#anchor[this.#anchor.length - 1 - back];
      if (keyOf(this.#pending[end - back]) !== known) {
        return false;
      }
    }
    return true;
  }
}
