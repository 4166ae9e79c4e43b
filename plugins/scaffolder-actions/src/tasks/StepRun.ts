import { createHash } from 'node:crypto';

/** The fields that identify one run of a step. */
export interface StepOfTask {
  readonly task: { readonly id: string };
  readonly step?: { readonly id?: string };
  /** Unique for each run of a task. */
  readonly signal?: AbortSignal;
}

/** How often each step was started, by the run of its task. */
const entered = new WeakMap<AbortSignal, Map<string, number>>();

/**
 * One run of a step of a task. A step with `each` runs several times with the same
 * checkpoints and without an index in its context; so the runs are counted, in the
 * order that a retried task repeats.
 */
export class StepRun {
  readonly #identity: string;
  readonly #index: number;

  static enter({ task, step, signal }: StepOfTask): StepRun {
    const stepId = step?.id ?? '';
    let index = 0;
    if (signal) {
      const counts = entered.get(signal) ?? new Map<string, number>();
      index = counts.get(stepId) ?? 0;
      entered.set(signal, counts.set(stepId, index + 1));
    }
    return new StepRun(`${task.id}/${stepId}/${index}`, index);
  }

  private constructor(identity: string, index: number) {
    this.#identity = identity;
    this.#index = index;
  }

  /** A checkpoint of this run, which retries find again. */
  checkpoint(name: string): string {
    return `${name}-${this.#index}`;
  }

  /**
   * A key that is the same in every retry of this run, and unique otherwise.
   * @returns 64 hexadecimal digits
   */
  key(purpose: string): string {
    return createHash('sha256')
      .update(`${this.#identity}/${purpose}`)
      .digest('hex');
  }
}
