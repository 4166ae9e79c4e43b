import { TooManyRequestsError } from '../errors';

/** Keeps to a number how many commands run in one lab at once. */
export class CommandSlots {
  readonly #perLab: number;
  readonly #used = new Map<string, number>();

  static create(options: { perLab: number }): CommandSlots {
    return new CommandSlots(options.perLab);
  }

  private constructor(perLab: number) {
    this.#perLab = perLab;
  }

  /**
   * Takes a place for a command.
   * @returns what gives the place back
   * @throws TooManyRequestsError when all are taken
   */
  take(labId: string): () => void {
    const used = this.#used.get(labId) ?? 0;
    if (used >= this.#perLab) {
      throw new TooManyRequestsError(
        `The lab runs ${used} ${
          used === 1 ? 'command' : 'commands'
        }, and no more at once: wait until one has ended, or cancel one.`,
        1,
      );
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
