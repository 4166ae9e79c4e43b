import type { LabLogsArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** An archive that a server makes as it is read, in the hands of a test. */
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

  /** More of it has been made. */
  write(bytes: number) {
    this.#pieces.enqueue(new Uint8Array(bytes));
  }

  /** All of it has been made. */
  end() {
    this.#pieces.close();
  }

  break(error: Error) {
    this.#pieces.error(error);
  }
}
