import type { LabLogQuery, LabStreamFrame, StreamLabsOptions } from '../index';
import { FakeFrames } from './FakeFrames';

/**
 * A log that a client follows, controlled by a test.
 * @public
 */
export class FakeLog extends FakeFrames<string> {
  readonly labId: string;
  readonly query: LabLogQuery;
  /** Aborted when the client follows it no more. */
  readonly signal: AbortSignal | undefined;

  constructor(labId: string, query: LabLogQuery, signal?: AbortSignal) {
    super(signal);
    this.labId = labId;
    this.query = query;
    this.signal = signal;
  }

  /** Adds lines. */
  write(...lines: string[]): void {
    this.push(lines.map(line => `${line}\n`).join(''));
  }
}

/**
 * A connection to the stream of events, controlled by a test.
 * @public
 */
export class FakeStream extends FakeFrames<LabStreamFrame> {
  readonly options: StreamLabsOptions;

  constructor(options: StreamLabsOptions) {
    super(options.signal);
    this.options = options;
  }

  /** Accepts the connection. */
  open(): void {
    this.options.onOpen?.();
  }
}
