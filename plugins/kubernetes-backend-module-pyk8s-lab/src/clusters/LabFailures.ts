import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

const MINUTE_MS = 60_000;
/**
 * How long a failed lab is not retried, in milliseconds; it doubles with each failure.
 */
const WAITS_MS = [MINUTE_MS / 2, MINUTE_MS, 5 * MINUTE_MS];
/** How long an unused entry is remembered, in milliseconds. */
const REMEMBERED_MS = 10 * MINUTE_MS;

interface Failure {
  readonly error: unknown;
  /** The number of failures in a row. */
  readonly times: number;
  readonly until: number;
}

/**
 * The clusters that recently failed to issue a token. Failures count for all users:
 * otherwise many requests for a frozen lab would block those for others.
 */
export class LabFailures {
  readonly #failures = new Map<string, Failure>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws the last error of a lab's cluster, while it must not be retried */
  assertMayTry(lab: Lab): void {
    const failure = this.#failures.get(keyOf(lab));
    if (failure && failure.until > this.#now()) {
      throw failure.error;
    }
  }

  /** @param since - when the request started: concurrent requests count as one failure */
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

  /** Removes old entries. */
  prune(): void {
    const now = this.#now();
    for (const [key, { until }] of this.#failures) {
      if (until + REMEMBERED_MS <= now) {
        this.#failures.delete(key);
      }
    }
  }
}

/** A recreated lab has another cluster. */
function keyOf({ id, attempt, endpoint }: Lab): string {
  return `${id} ${attempt} ${endpoint ?? ''}`;
}
