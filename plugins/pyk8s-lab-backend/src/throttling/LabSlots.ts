import { TooManyRequestsError } from '../errors';

/** What a {@link LabSlots} keeps to. */
export interface LabSlotsOptions {
  /** The limit of one lab. */
  readonly perLab: number;
  /** The limit of all labs together; none unless given. */
  readonly inAll?: number;
  /** The refusal when a lab is full: what is wrong, and what to do. */
  readonly explain: (used: number) => string;
  /** The refusal when the portal is full. */
  readonly explainAll?: (used: number) => string;
}

/** Limits how many operations of one kind run at once, in this process. */
export class LabSlots {
  readonly #options: LabSlotsOptions;
  readonly #used = new Map<string, number>();
  #usedInAll = 0;

  constructor(options: LabSlotsOptions) {
    this.#options = options;
  }

  /**
   * Takes a place.
   * @returns what gives the place back
   * @throws TooManyRequestsError when all are taken
   */
  take(labId: string): () => void {
    const { perLab, inAll = Infinity, explain, explainAll } = this.#options;
    const used = this.#used.get(labId) ?? 0;
    if (used >= perLab) {
      throw new TooManyRequestsError(explain(used), 1);
    }
    if (this.#usedInAll >= inAll) {
      throw new TooManyRequestsError(
        (explainAll ?? explain)(this.#usedInAll),
        5,
      );
    }
    this.#used.set(labId, used + 1);
    this.#usedInAll += 1;
    let taken = true;
    return () => {
      if (taken) {
        taken = false;
        this.#release(labId);
      }
    };
  }

  #release(labId: string): void {
    this.#usedInAll -= 1;
    const left = (this.#used.get(labId) ?? 1) - 1;
    if (left > 0) {
      this.#used.set(labId, left);
    } else {
      this.#used.delete(labId);
    }
  }
}
