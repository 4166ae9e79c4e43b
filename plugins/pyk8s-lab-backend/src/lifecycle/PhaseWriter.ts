import type { LabChange, LabRecord, LabStore } from '../database';

/**
 * Writes the progress of one lab in the order in which it is told, while the
 * provider goes on: a provider reports phases from a callback and waits for no
 * database.
 */
export class PhaseWriter {
  #last: Promise<unknown> = Promise.resolve();
  readonly #store: LabStore;
  readonly #labId: string;
  readonly #holder: string;
  readonly #now: () => Date;
  readonly #onWritten: () => void;

  constructor(options: {
    store: LabStore;
    labId: string;
    holder: string;
    now: () => Date;
    onWritten: () => void;
  }) {
    this.#store = options.store;
    this.#labId = options.labId;
    this.#holder = options.holder;
    this.#now = options.now;
    this.#onWritten = options.onWritten;
  }

  write(change: (current: LabRecord) => LabChange | undefined): void {
    this.#last = this.#last.then(async () => {
      await this.#store.change(this.#labId, this.#now(), change, {
        holder: this.#holder,
      });
      this.#onWritten();
    });
    // The error rejects settled(); until then it is no
    // unhandled rejection.
    this.#last.catch(() => undefined);
  }

  /** @throws what the first failed write threw */
  async settled(): Promise<void> {
    await this.#last;
  }
}
