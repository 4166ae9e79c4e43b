import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

const MINUTE_MS = 60_000;
/** How long a lab that failed is left alone, each time longer, in milliseconds. */
const WAITS_MS = [MINUTE_MS / 2, MINUTE_MS, 5 * MINUTE_MS];
/** How long a lab that is asked no more is remembered, in milliseconds. */
const REMEMBERED_MS = 10 * MINUTE_MS;

interface Failure {
  readonly error: unknown;
  /** How often it has failed, one time after another. */
  readonly times: number;
  readonly until: number;
}

/**
 * Which clusters gave no token lately. It is their own trouble, whoever asks: many
 * people who ask a frozen one would keep others from theirs.
 */
export class LabFailures {
  readonly #failures = new Map<string, Failure>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws what a lab's cluster failed with, while it is to be left alone */
  assertMayTry(lab: Lab): void {
    const failure = this.#failures.get(keyOf(lab));
    if (failure && failure.until > this.#now()) {
      throw failure.error;
    }
  }

  /** @param since - when it was asked: those who ask at once see one failure */
  failed(lab: Lab, since: number, error: unknown): void {
    const known = this.#failures.get(keyOf(lab));
    if (known && since < known.until) {
      return;
    }
    const now = this.#now();
    const times = (known?.times ?? 0) + 1;
    const wait = WAITS_MS[Math.min(times, WAITS_MS.length) - 1];
    this.#failures.set(keyOf(lab), { error, times, until: now + wait });
  }

  worked(lab: Lab): void {
    this.#failures.delete(keyOf(lab));
  }

  /** Forgets what is old. */
  prune(): void {
    const now = this.#now();
    for (const [key, { until }] of this.#failures) {
      if (until + REMEMBERED_MS <= now) {
        this.#failures.delete(key);
      }
    }
  }
}

/** A lab that is made anew has another cluster. */
function keyOf({ id, attempt, endpoint }: Lab): string {
  return `${id} ${attempt} ${endpoint ?? ''}`;
}
