import type { LabLogsArchive } from '../index';

/**
 * An archive that a client reads, controlled by a test.
 * @public
 */
export class FakeArchive implements LabLogsArchive {
  readonly jobId = 'job-of-logs';
  readonly signal: AbortSignal | undefined;
  readonly body: ReadableStream<Uint8Array>;
  #pieces!: ReadableStreamDefaultController<Uint8Array>;

  constructor(signal?: AbortSignal) {
    this.signal = signal;
    this.body = new ReadableStream({
      start: pieces => {
        this.#pieces = pieces;
      },
    });
  }

  /** The server sends more of it. */
  write(bytes: number) {
    this.#pieces.enqueue(new Uint8Array(bytes));
  }

  /** The server has sent all of it. */
  end() {
    this.#pieces.close();
  }

  break(error: Error) {
    this.#pieces.error(error);
  }
}
