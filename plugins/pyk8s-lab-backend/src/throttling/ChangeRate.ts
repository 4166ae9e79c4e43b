import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { TooManyRequestsError } from '../errors';

/** More people than change labs in that time; the oldest are forgotten first. */
const MAX_KNOWN = 10_000;

/**
 * Limits how many changes one person or service makes in a time. Each change locks the row that
 * numbers the events of all labs, so a script in a loop would slow everybody down.
 * Counted in each replica by itself.
 */
export class ChangeRate {
  readonly #limit: number;
  readonly #perSeconds: number;
  readonly #now: () => number;
  /** The times of each caller's latest changes, the oldest first. */
  readonly #made = new Map<string, number[]>();

  static create(
    rate: { limit: number; perSeconds: number },
    options: { now?: () => number } = {},
  ): ChangeRate {
    return new ChangeRate(rate, options.now ?? (() => performance.now()));
  }

  private constructor(
    rate: { limit: number; perSeconds: number },
    now: () => number,
  ) {
    this.#limit = rate.limit;
    this.#perSeconds = rate.perSeconds;
    this.#now = now;
  }

  /**
   * Counts a change of a caller; of a service apart from the user whose labs it has.
   * @throws TooManyRequestsError saying when to try again
   */
  count(caller: { userRef: string; serviceSubject?: string }): void {
    const { userRef, serviceSubject } = caller;
    const key =
      serviceSubject === undefined ? userRef : `service ${serviceSubject}`;
    const now = this.#now();
    const since = now - this.#perSeconds * 1_000;
    const made = (this.#made.get(key) ?? []).filter(at => at > since);
    this.#made.delete(key);
    this.#made.set(key, made);
    if (made.length >= this.#limit) {
      const seconds = Math.max(1, Math.ceil((made[0] - since) / 1_000));
      throw new TooManyRequestsError(
        `You may make ${this.#limit} changes to labs in ${formatDuration(
          this.#perSeconds,
        )}: try again in ${formatDuration(seconds)}.`,
        seconds,
      );
    }
    made.push(now);
    const [oldest] = this.#made.keys();
    if (this.#made.size > MAX_KNOWN && oldest !== undefined) {
      this.#made.delete(oldest);
    }
  }
}
