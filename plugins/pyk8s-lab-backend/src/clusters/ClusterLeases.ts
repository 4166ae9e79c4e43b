import type { LoggerService } from '@backstage/backend-plugin-api';
import { CustomErrorBase, toError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { LeaseLostError, type ClusterStore } from '../database';

/** How often it is tried again to get a lease that another holds. */
const RETRY_MS = 500;

/** Another changes the cluster now. */
export class ClusterBusyError extends CustomErrorBase {
  name = 'ClusterBusyError' as const;
}

/** What the leases of clusters work with. */
export interface ClusterLeasesOptions {
  readonly clusterStore: ClusterStore;
  readonly logger: LoggerService;
  readonly now?: () => Date;
  /** How long a worker that has died keeps a cluster. Defaults to 15 s. */
  readonly leaseMs?: number;
  /** How long work that was told to stop may keep its lease. Defaults to 10 s. */
  readonly graceMs?: number;
}

/**
 * Keeps two from changing one cluster at the same time, in any replica: steps of the
 * lifecycle, jobs that import images, and the removal of what no lab has.
 */
export class ClusterLeases {
  readonly #store: ClusterStore;
  readonly #logger: LoggerService;
  readonly #now: () => Date;
  readonly #leaseMs: number;
  readonly #graceMs: number;

  static create(options: ClusterLeasesOptions): ClusterLeases {
    return new ClusterLeases(options);
  }

  private constructor(options: ClusterLeasesOptions) {
    this.#store = options.clusterStore;
    this.#logger = options.logger;
    this.#now = options.now ?? (() => new Date());
    this.#leaseMs = options.leaseMs ?? 15_000;
    this.#graceMs = options.graceMs ?? 10_000;
  }

  /**
   * Does what changes a cluster while it has its lease.
   *
   * @param work - its signal aborts when the caller's does, or when the lease could
   *   not be renewed in time; `holder` is the lease's
   * @param options - wait: until the lease is free, rather than to fail at once
   * @throws ClusterBusyError when another holds the lease, unless it waits
   */
  async hold<T>(
    clusterId: string,
    signal: AbortSignal,
    work: (signal: AbortSignal, holder: string) => Promise<T>,
    options: { wait?: boolean } = {},
  ): Promise<T> {
    const holder = randomUUID();
    const askedAt = await this.#take(clusterId, holder, signal, options);
    const lost = new AbortController();
    const held = this.#keep(clusterId, holder, askedAt, lost);
    let grace: NodeJS.Timeout | undefined;
    // Work that ignores its abort signal must not block others for ever.
    const letGo = () => {
      grace = setTimeout(() => held.stop(), this.#graceMs);
    };
    signal.addEventListener('abort', letGo, { once: true });
    try {
      return await work(AbortSignal.any([signal, lost.signal]), holder);
    } finally {
      clearTimeout(grace);
      signal.removeEventListener('abort', letGo);
      held.stop();
      await this.#store
        .release(holder, clusterId)
        // It ends by itself.
        .catch(error => this.#warn(clusterId, error));
    }
  }

  /** @returns when it was asked for, on the clock of `performance` */
  async #take(
    clusterId: string,
    holder: string,
    signal: AbortSignal,
    { wait }: { wait?: boolean },
  ): Promise<number> {
    for (;;) {
      signal.throwIfAborted();
      const askedAt = performance.now();
      const now = this.#now();
      const leaseUntil = new Date(now.getTime() + this.#leaseMs);
      if (await this.#store.claim({ holder, now, leaseUntil }, clusterId)) {
        return askedAt;
      }
      if (!wait) {
        throw new ClusterBusyError(
          'Another change of the cluster is in progress.',
        );
      }
      await delay(RETRY_MS, undefined, { signal }).catch(() =>
        signal.throwIfAborted(),
      );
    }
  }

  /**
   * Renews the lease until it is stopped. A database that does not answer must not
   * leave two on one cluster: the work is told to stop before the lease ends.
   */
  #keep(
    clusterId: string,
    holder: string,
    takenAt: number,
    lost: AbortController,
  ): { stop(): void } {
    let stopped = false;
    let guard: NodeJS.Timeout | undefined;
    const lose = () =>
      lost.abort(
        new LeaseLostError('The lease of the cluster could not be renewed.'),
      );
    const arm = (askedAt: number) => {
      clearTimeout(guard);
      if (!stopped) {
        const left = (this.#leaseMs * 2) / 3 - (performance.now() - askedAt);
        guard = setTimeout(lose, left);
      }
    };
    arm(takenAt);
    const beat = setInterval(async () => {
      const askedAt = performance.now();
      try {
        const leaseUntil = new Date(this.#now().getTime() + this.#leaseMs);
        if (await this.#store.renew({ holder, leaseUntil }, clusterId)) {
          arm(askedAt);
        } else if (!stopped) {
          lose();
        }
      } catch (error) {
        this.#warn(clusterId, error);
      }
    }, this.#leaseMs / 3);
    return {
      stop() {
        stopped = true;
        clearInterval(beat);
        clearTimeout(guard);
      },
    };
  }

  #warn(clusterId: string, error: unknown): void {
    this.#logger.warn(
      `The lease of the cluster ${clusterId} could not be written`,
      toError(error),
    );
  }
}
