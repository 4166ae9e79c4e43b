import type { LoggerService } from '@backstage/backend-plugin-api';
import { randomUUID } from 'node:crypto';
import type { LabOutputs, LabRecord } from '../database';

/** Lines that come within this long are written together, in milliseconds. */
const GATHER_MS = 500;
/** A line may be an answer of a registry in one piece, or worse. */
const MAX_LINE = 2_000;
/** What is kept of one run, in characters; a whole create prints some 5,000. */
const MAX_RUN = 262_144;
const CUT_SHORT = '… The rest of the output was discarded.';

/** What an {@link OutputWriter} works with. */
export interface OutputWriterOptions {
  readonly outputs: LabOutputs;
  readonly lab: LabRecord;
  readonly logger: LoggerService;
  readonly now: () => Date;
}

/**
 * Keeps what is printed in one go at making a cluster, line by line with the time
 * of each. It waits for no database, and a database that fails costs lines, not
 * the cluster.
 */
export class OutputWriter {
  readonly #options: OutputWriterOptions;
  readonly #runId = randomUUID();
  #lines: string[] = [];
  #left = MAX_RUN;
  #timer: NodeJS.Timeout | undefined;
  #written: Promise<void> = Promise.resolve();

  static create(options: OutputWriterOptions): OutputWriter {
    return new OutputWriter(options);
  }

  private constructor(options: OutputWriterOptions) {
    this.#options = options;
  }

  line(text: string): void {
    if (this.#left <= 0) {
      return;
    }
    const stamped = this.#stamped(text);
    this.#left -= stamped.length;
    this.#keep(this.#left > 0 ? stamped : CUT_SHORT);
  }

  /** A line that says how it ended: kept however much was printed before. */
  lastLine(text: string): void {
    this.#keep(this.#stamped(text));
  }

  #stamped(text: string): string {
    return `${this.#options.now().toISOString()} ${plain(text)}`;
  }

  #keep(line: string): void {
    this.#lines.push(line);
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS);
  }

  /** Writes what is left, and returns when all is written; never throws. */
  async end(): Promise<void> {
    this.#flush();
    await this.#written;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#lines.map(line => `${line}\n`).join('');
    this.#lines = [];
    if (text === '') {
      return;
    }
    const { outputs, lab, logger, now } = this.#options;
    const at = now();
    this.#written = this.#written.then(async () => {
      try {
        await outputs.append({
          labId: lab.id,
          runId: this.#runId,
          attempt: lab.attempt,
          at,
          text,
        });
      } catch (error) {
        logger.warn('What was printed could not be kept', error as Error);
      }
    });
  }
}

/** One line without what terminals are steered with, which no log view shows. */
function plain(text: string): string {
  return (
    text
      // CSI sequences of ECMA-48, such as colours.
      // eslint-disable-next-line no-control-regex
      .replace(/\u001b\[[0-?]*[ -/]*[@-~]/g, '')
      .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
      .slice(0, MAX_LINE)
      .trimEnd()
  );
}
