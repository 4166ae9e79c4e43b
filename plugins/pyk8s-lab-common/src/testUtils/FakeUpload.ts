import type { LabImageSource, LabJob } from '../index';

/**
 * An image that a page imports, controlled by a test.
 * @public
 */
export class FakeUpload {
  readonly labId: string;
  readonly source: LabImageSource;
  readonly name: string | undefined;
  /** Aborted when the client cancels it. */
  readonly signal: AbortSignal | undefined;
  readonly answer: Promise<LabJob>;
  #accept: (job: LabJob) => void = () => {};
  #refuse: (error: Error) => void = () => {};

  constructor(
    labId: string,
    source: LabImageSource,
    options: { name?: string; signal?: AbortSignal } = {},
  ) {
    this.labId = labId;
    this.source = source;
    this.name = options.name;
    this.signal = options.signal;
    this.answer = new Promise((resolve, reject) => {
      this.#accept = resolve;
      this.#refuse = reject;
    });
    options.signal?.addEventListener('abort', () =>
      this.refuse(new DOMException('aborted', 'AbortError')),
    );
  }

  /** The server accepts it. */
  accept(job: LabJob) {
    this.#accept(job);
  }

  /** The server refuses it, or the connection breaks. */
  refuse(error: Error) {
    this.#refuse(error);
  }
}
