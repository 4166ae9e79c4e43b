import { logTime, TIME_BYTES } from './logTime';

const NEW_LINE = 0x0a;
/** `2026-12-01T09:00:00`: lines of the same second need no comparison. */
const SECOND_BYTES = 19;

/** Two consecutive lines of a log with a gap in time. */
export interface LogJump {
  readonly after: bigint;
  readonly before: bigint;
}

/** A piece of a log, and the jump before it. */
export interface LogPiece {
  readonly bytes: Uint8Array;
  readonly jump?: LogJump;
}

/** Splits a log with timestamps where the time jumps. */
export class LogJumps {
  readonly #least: bigint;
  readonly #since: bigint;
  #rest = Buffer.alloc(0);
  /** Whether the next byte starts a line. */
  #isStart = true;
  /** The timestamp of the last line. */
  #last: string | undefined;

  /**
   * @param leastMs - the minimum size of a jump
   * @param sinceMs - jumps to older lines do not count
   */
  constructor(leastMs: number, sinceMs: number) {
    this.#least = BigInt(leastMs) * 1_000_000n;
    this.#since = BigInt(sinceMs) * 1_000_000n;
  }

  /** The time of the last line. */
  get last(): bigint | undefined {
    return this.#last === undefined ? undefined : logTime(this.#last);
  }

  /** Holds back the start of a line with an incomplete timestamp. */
  take(chunk: Uint8Array): LogPiece[] {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const pieces: LogPiece[] = [];
    let from = 0;
    let jump: LogJump | undefined;
    let at = 0;
    while (at < bytes.length) {
      const end = bytes.indexOf(NEW_LINE, at);
      if (this.#isStart) {
        if (end < 0 && bytes.length - at < TIME_BYTES) {
          break;
        }
        const found = this.#look(bytes.toString('latin1', at, at + TIME_BYTES));
        if (found) {
          pieces.push(...piece(bytes.subarray(from, at), jump));
          from = at;
          jump = found;
        }
      }
      this.#isStart = end >= 0;
      at = end < 0 ? bytes.length : end + 1;
    }
    this.#rest = bytes.subarray(at);
    pieces.push(...piece(bytes.subarray(from, at), jump));
    return pieces;
  }

  /** Returns the rest at the end of the log. */
  end(): Uint8Array {
    return this.#rest;
  }

  #look(line: string): LogJump | undefined {
    const last = this.#last;
    if (last?.slice(0, SECOND_BYTES) === line.slice(0, SECOND_BYTES)) {
      this.#last = line;
      return undefined;
    }
    const before = logTime(line);
    if (before === undefined) {
      return undefined;
    }
    this.#last = line;
    const after = last === undefined ? undefined : logTime(last);
    return after !== undefined &&
      before > this.#since &&
      before - after >= this.#least
      ? { after, before }
      : undefined;
  }
}

function piece(bytes: Uint8Array, jump: LogJump | undefined): LogPiece[] {
  return bytes.length > 0 ? [{ bytes, jump }] : [];
}
