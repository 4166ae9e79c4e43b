import type { LabRecord } from '../database';
import { LabWorker, type LabWorkerOptions } from './LabWorker';

/** The workers of a process, one for each lab that it drives. */
export class LabWorkers {
  readonly #options: LabWorkerOptions;
  readonly #onEnded: () => void;
  readonly #workers = new Map<
    string,
    { worker: LabWorker; done: Promise<void> }
  >();
  #stopped = false;

  /** @param onEnded - called when a worker has ended, and its place is free */
  constructor(options: LabWorkerOptions, onEnded: () => void) {
    this.#options = options;
    this.#onEnded = onEnded;
  }

  get labIds(): string[] {
    return [...this.#workers.keys()];
  }

  start(lab: LabRecord): void {
    const worker = new LabWorker(this.#options, lab);
    if (this.#stopped) {
      worker.stop();
    }
    const done = worker.run().finally(() => {
      if (this.#workers.get(lab.id)?.worker === worker) {
        this.#workers.delete(lab.id);
      }
      this.#onEnded();
    });
    this.#workers.set(lab.id, { worker, done });
  }

  /** Has the step that runs on a lab, if any, looked at again. */
  async recheck(labId: string): Promise<void> {
    await this.#workers.get(labId)?.worker.recheck();
  }

  /** Waits for those that are at work now. */
  async settle(): Promise<void> {
    await Promise.all([...this.#workers.values()].map(({ done }) => done));
  }

  stop(): void {
    this.#stopped = true;
    for (const { worker } of this.#workers.values()) {
      worker.stop();
    }
  }
}
