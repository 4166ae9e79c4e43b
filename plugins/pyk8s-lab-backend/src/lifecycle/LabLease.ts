import type { LoggerService } from '@backstage/backend-plugin-api';
import { LeaseLostError, type LabRecord, type LabStore } from '../database';

/** What a {@link LabLease} works with. */
export interface LabLeaseOptions {
  readonly store: Pick<LabStore, 'renewLease'>;
  readonly holder: string;
  readonly leaseMs: number;
  readonly now: () => Date;
  readonly logger: LoggerService;
  readonly labId: string;
  /** When the lab's time is over, as far as its worker knows. */
  readonly endsAt: () => Date;
  /** Called with each renewal. */
  readonly onRenewed: (lab: LabRecord, at: Date) => void;
  /** Called when another worker has the lab, or may get it soon. */
  readonly onLost: (reason: string) => void;
}

/** The lease of a worker on its lab, which is renewed until it is stopped. */
export class LabLease {
  readonly #options: LabLeaseOptions;
  #timer: NodeJS.Timeout | undefined;
  #leaseTimer: NodeJS.Timeout | undefined;
  #done = false;

  constructor(options: LabLeaseOptions) {
    this.#options = options;
  }

  start(): void {
    this.#guard();
    this.#beat();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#leaseTimer);
    this.#done = true;
  }

  /** Renews it. Called regularly, and at once when somebody has changed the lab. */
  async renew(): Promise<void> {
    const { onRenewed, onLost, logger, now } = this.#options;
    const askedAt = performance.now();
    try {
      const instant = now();
      const lab = await this.#renewAt(instant);
      if (!lab) {
        onLost('the lease went to another worker');
        return;
      }
      this.#guard(askedAt);
      onRenewed(lab, instant);
    } catch (error) {
      // Whether the lease holds cannot be known; the guard ends the step in time.
      logger.warn('Renewing the lease failed', error as Error);
    }
  }

  /**
   * A worker that has lost its lease must not touch the cluster any more.
   * @throws LeaseLostError
   */
  async assert(): Promise<void> {
    const { labId, now } = this.#options;
    if (!(await this.#renewAt(now()))) {
      throw new LeaseLostError(`Another worker drives the lab ${labId} now.`);
    }
  }

  #renewAt(now: Date): Promise<LabRecord | undefined> {
    const { store, holder, leaseMs, labId } = this.#options;
    const leaseUntil = new Date(now.getTime() + leaseMs);
    return store.renewLease({ holder, now, leaseUntil }, labId);
  }

  /**
   * Interrupts the step before the lease ends, unless it is renewed until then: a
   * database that does not answer must not leave two workers on one cluster.
   * @param askedAt - when it was asked for, on the clock of `performance`: the lease
   *   counts from then, however long the answer took
   */
  #guard(askedAt = performance.now()): void {
    const { leaseMs, onLost } = this.#options;
    clearTimeout(this.#leaseTimer);
    if (!this.#done) {
      this.#leaseTimer = setTimeout(
        () => onLost('the lease could not be renewed'),
        (leaseMs * 2) / 3 - (performance.now() - askedAt),
      );
    }
  }

  /** Renews in time for the lease, and at once when the lab's time is over. */
  #beat(): void {
    const { leaseMs, now, endsAt } = this.#options;
    const left = endsAt().getTime() - now().getTime();
    this.#timer = setTimeout(
      async () => {
        await this.renew();
        if (!this.#done) {
          this.#beat();
        }
      },
      left > 0 ? Math.min(leaseMs / 3, left) : leaseMs / 3,
    );
  }
}
