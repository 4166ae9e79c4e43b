import { createHash } from 'node:crypto';

/** What tells one go at a step from another. */
export interface StepOfTask {
  readonly task: { readonly id: string };
  readonly step?: { readonly id?: string };
  /** One for each run of a task. */
  readonly signal?: AbortSignal;
}

/** How often each step has been entered, by the run of its task. */
const entered = new WeakMap<AbortSignal, Map<string, number>>();

/**
 * One go at a step of a task. A step with `each` is gone through several times,
 * with nothing in its context that says which time it is, and with the same
 * checkpoints; so they are counted, in the order that a retried task repeats.
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

  /** A checkpoint of this go, which its retries find again. */
  checkpoint(name: string): string {
    return `${name}-${this.#index}`;
  }

  /**
   * The same for every retry of this go, and for nothing else.
   * @returns 64 hexadecimal digits
   */
  key(purpose: string): string {
    return createHash('sha256')
      .update(`${this.#identity}/${purpose}`)
      .digest('hex');
  }
}
