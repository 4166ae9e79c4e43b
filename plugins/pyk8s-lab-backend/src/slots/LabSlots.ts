import { TooManyRequestsError } from '../errors';

/** Keeps to a number how much of one kind goes on in one lab at once. */
export class LabSlots {
  readonly #perLab: number;
  readonly #explain: (used: number) => string;
  readonly #used = new Map<string, number>();

  /** @param options - explain: what to tell whoever finds no place, and to do */
  static create(options: {
    perLab: number;
    explain: (used: number) => string;
  }): LabSlots {
    return new LabSlots(options);
  }

  private constructor(options: {
    perLab: number;
    explain: (used: number) => string;
  }) {
    this.#perLab = options.perLab;
    this.#explain = options.explain;
  }

  /**
   * Takes a place.
   * @returns what gives the place back
   * @throws TooManyRequestsError when all are taken
   */
  take(labId: string): () => void {
    const used = this.#used.get(labId) ?? 0;
    if (used >= this.#perLab) {
      throw new TooManyRequestsError(this.#explain(used), 1);
    }
    this.#used.set(labId, used + 1);
    let taken = true;
    return () => {
      if (taken) {
        taken = false;
        this.#release(labId);
      }
    };
  }

  #release(labId: string): void {
    const left = (this.#used.get(labId) ?? 1) - 1;
    if (left > 0) {
      this.#used.set(labId, left);
    } else {
      this.#used.delete(labId);
    }
  }
}
