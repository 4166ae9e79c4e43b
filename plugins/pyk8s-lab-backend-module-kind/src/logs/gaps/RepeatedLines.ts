import { isEarlier, timeOf } from './logTime';
import { SentLines } from './SentLines';

/** Marks a place in a log where lines may be missing. */
export const GAP_LINE = Buffer.from(
  '… Lines may be missing here: the log was rotated faster than it was read.\n',
);

const NEW_LINE = 0x0a;
/** Lines are compared by their times and the start of their text. */
const HEAD_BYTES = 128;
/** kubelet checks every ten seconds whether a file has 10 MiB, so a file can be larger. */
const MAX_DROPPED_BYTES = 64 * 2 ** 20;

type Fate = 'send' | 'drop' | 'send after a gap';

/** A repeated part of the log. */
interface Repeat {
  /** Lines with the time of the last line sent that are still to be repeated. */
  readonly left: Map<string, number>;
  /** Whether one of them was repeated. */
  isAtEnd: boolean;
  droppedBytes: number;
}

/**
 * Drops the lines that the kubelet repeats. After several rotations it opens the current
 * file once for each of them, and reads it from the start again. Such a repeat goes
 * back in time to a line that was sent, and ends with the last line sent.
 *
 * A line that goes back in time is not always a repeat: stdout and stderr overtake one
 * another, and clocks are set back. These lines are sent.
 */
export class RepeatedLines {
  readonly #isBegin: (time: string) => Promise<boolean>;
  readonly #maxBytes: number;
  #sent = new SentLines();
  #sentBytes = 0;
  #latest: string | undefined;
  #repeat: Repeat | undefined;
  #rest: Uint8Array = Buffer.alloc(0);
  /** Whether the next byte starts a line. */
  #isStart = true;
  #isDropped = false;

  /**
   * @param isBegin - whether a file of the log starts with a line of this time; called
   *   for lines that are older than those in memory
   * @param options - maxBytes: the longest repeat that is dropped
   */
  constructor(
    isBegin: (time: string) => Promise<boolean>,
    options: { maxBytes?: number } = {},
  ) {
    this.#isBegin = isBegin;
    this.#maxBytes = options.maxBytes ?? MAX_DROPPED_BYTES;
  }

  /** Returns the text to send. Holds back the head of an incomplete line. */
  async *take(chunk: Uint8Array): AsyncGenerator<Uint8Array, void> {
    yield* this.#walk(Buffer.concat([this.#rest, chunk]), false);
  }

  /** Returns the rest at the end of the log. */
  async *end(): AsyncGenerator<Uint8Array, void> {
    yield* this.#walk(Buffer.from(this.#rest), true);
  }

  async *#walk(
    bytes: Buffer,
    isAll: boolean,
  ): AsyncGenerator<Uint8Array, void> {
    let from = 0;
    let at = 0;
    while (at < bytes.length) {
      const newLine = bytes.indexOf(NEW_LINE, at);
      const end = newLine < 0 ? bytes.length : newLine + 1;
      if (this.#isStart) {
        if (newLine < 0 && end - at < HEAD_BYTES && !isAll) {
          break;
        }
        const head = bytes.toString(
          'latin1',
          at,
          Math.min(end, at + HEAD_BYTES),
        );
        const found = this.#fateOf(head);
        const fate = typeof found === 'string' ? found : await found;
        const isDropped = fate === 'drop';
        if (isDropped !== this.#isDropped || fate === 'send after a gap') {
          if (!this.#isDropped && at > from) {
            yield bytes.subarray(from, at);
          }
          from = at;
          this.#isDropped = isDropped;
        }
        if (fate === 'send after a gap') {
          yield GAP_LINE;
        }
      }
      this.#count(end - at);
      this.#isStart = newLine >= 0;
      at = end;
    }
    this.#rest = bytes.subarray(at);
    if (!this.#isDropped && at > from) {
      yield bytes.subarray(from, at);
    }
  }

  #count(bytes: number): void {
    if (!this.#isDropped) {
      this.#sentBytes += bytes;
    } else if (this.#repeat) {
      this.#repeat.droppedBytes += bytes;
    }
  }

  /** A promise only where files must be listed: awaiting each line would be slow. */
  #fateOf(head: string): Fate | Promise<Fate> {
    const time = timeOf(head);
    if (time === undefined) {
      // Text without a time belongs to the line before.
      return this.#isDropped ? 'drop' : 'send';
    }
    const isRepeated = !this.#repeat && this.#isRepeated(head, time);
    return typeof isRepeated === 'boolean'
      ? this.#decide(head, time, isRepeated)
      : isRepeated.then(found => this.#decide(head, time, found));
  }

  #decide(head: string, time: string, isRepeated: boolean): Fate {
    if (isRepeated) {
      this.#repeat = {
        left: this.#sent.lastRun(),
        isAtEnd: false,
        droppedBytes: 0,
      };
    }
    const fate = this.#repeat
      ? this.#fateInRepeat(this.#repeat, head, time)
      : 'send';
    if (fate !== 'drop') {
      this.#sent.add(head, time);
      if (this.#latest === undefined || isEarlier(this.#latest, time)) {
        this.#latest = time;
      }
    }
    return fate;
  }

  /**
   * Lines of the latest time are sent: clocks are coarse, and a container may print
   * the same line twice.
   */
  #isRepeated(head: string, time: string): boolean | Promise<boolean> {
    if (this.#latest === undefined || !isEarlier(time, this.#latest)) {
      return false;
    }
    if (this.#sent.has(head)) {
      return true;
    }
    const { since, isComplete } = this.#sent;
    return isComplete || since === undefined || !isEarlier(time, since)
      ? false
      : this.#isBeginOfFile(time);
  }

  async #isBeginOfFile(time: string): Promise<boolean> {
    const isBegin = await this.#isBegin(time);
    if (!isBegin) {
      this.#reset();
    }
    return isBegin;
  }

  #fateInRepeat(repeat: Repeat, head: string, time: string): Fate {
    const { left } = repeat;
    if (this.#latest !== undefined && isEarlier(this.#latest, time)) {
      this.#repeat = undefined;
      return repeat.isAtEnd ? 'send' : 'send after a gap';
    }
    // A repeat is no longer than what was sent.
    if (repeat.droppedBytes >= Math.min(this.#maxBytes, this.#sentBytes)) {
      this.#reset();
      return 'send after a gap';
    }
    if (time !== this.#sent.lastTime) {
      return 'drop';
    }
    repeat.isAtEnd = true;
    const count = left.get(head);
    if (count === undefined) {
      return 'send';
    }
    if (count > 1) {
      left.set(head, count - 1);
    } else {
      left.delete(head);
    }
    if (left.size === 0) {
      this.#repeat = undefined;
    }
    return 'drop';
  }

  /** The clock was set back: older lines say nothing about those that follow. */
  #reset(): void {
    this.#repeat = undefined;
    this.#latest = undefined;
    this.#sent = new SentLines();
  }
}
