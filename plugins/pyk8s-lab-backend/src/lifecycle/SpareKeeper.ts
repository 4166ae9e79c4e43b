import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { ClusterLeases } from '../clusters/ClusterLeases';
import type { Clusters } from '../clusters/Clusters';
import type { LabSettings } from '../config/LabSettings';
import type { ClusterRecord, ClusterStore, LabHost } from '../database';
import { decideSpare, retryPauseMs } from './decide';
import { isBusy, isUnavailable } from './errors';
import { withinTime } from './withinTime';

/** Clusters of one host that one replica removes at the same time. */
const MAX_PER_HOST = 8;
const REMOVAL_TIMEOUT_MS = 300_000;

/** The dependencies of a {@link SpareKeeper}. */
export interface SpareKeeperOptions {
  readonly clusterStore: ClusterStore;
  readonly clusters: Pick<Clusters, 'remove'>;
  readonly leases: Pick<ClusterLeases, 'hold'>;
  readonly settings: Pick<LabSettings, 'retention'>;
  readonly logger: LoggerService;
  readonly now?: () => Date;
}

/**
 * Looks after the clusters that have no lab: removes what an earlier lab or a
 * crashed attempt has left, again and again until it is gone, and keeps spares.
 */
export class SpareKeeper {
  readonly #options: SpareKeeperOptions;
  readonly #now: () => Date;
  readonly #atWork = new Map<
    string,
    { readonly host: LabHost; readonly done: Promise<void> }
  >();
  readonly #stopping = new AbortController();

  static create(options: SpareKeeperOptions): SpareKeeper {
    return new SpareKeeper(options);
  }

  private constructor(options: SpareKeeperOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
  }

  get isBusy(): boolean {
    return this.#atWork.size > 0;
  }

  /** Starts what is due; does not wait for it. */
  async look(): Promise<void> {
    let due: ClusterRecord[];
    do {
      due = await this.#options.clusterStore.dueWithoutLab(
        this.#now(),
        MAX_PER_HOST,
        { ids: [...this.#atWork.keys()], hosts: this.#fullHosts() },
      );
      for (const { id, provider, host } of due) {
        if (this.#stopping.signal.aborted) {
          return;
        }
        if (this.#countOf({ provider, host }) < MAX_PER_HOST) {
          const done = this.#take(id).finally(() => this.#atWork.delete(id));
          this.#atWork.set(id, { host: { provider, host }, done });
        }
      }
      // Those of a host that is full may have kept others out of sight.
    } while (due.length > 0);
  }

  async settle(): Promise<void> {
    await Promise.all([...this.#atWork.values()].map(({ done }) => done));
  }

  stop(): void {
    this.#stopping.abort();
  }

  #countOf({ provider, host }: LabHost): number {
    return [...this.#atWork.values()].filter(
      at => at.host.provider === provider && at.host.host === host,
    ).length;
  }

  #fullHosts(): LabHost[] {
    return [...this.#atWork.values()]
      .map(({ host }) => host)
      .filter(host => this.#countOf(host) >= MAX_PER_HOST);
  }

  /** Never throws. */
  async #take(id: string): Promise<void> {
    const { leases, logger } = this.#options;
    try {
      await withinTime(
        'remove',
        REMOVAL_TIMEOUT_MS,
        this.#stopping.signal,
        signal =>
          leases.hold(id, signal, (held, holder) =>
            this.#step(id, holder, held),
          ),
      );
    } catch (error) {
      if (!isBusy(error) && !this.#stopping.signal.aborted) {
        logger.warn(`Looking after the cluster ${id} failed`, toError(error));
      }
    }
  }

  async #step(id: string, holder: string, signal: AbortSignal): Promise<void> {
    const { clusterStore, settings } = this.#options;
    const cluster = await clusterStore.get(id);
    if (!cluster || cluster.labId !== undefined) {
      return;
    }
    const gone = () => ({ is: 'gone', since: this.#now() } as const);
    const step = decideSpare(cluster, this.#now(), settings.retention);
    if (step.do === 'remove') {
      await this.#remove(cluster, holder, signal);
    } else {
      await clusterStore.changeWithoutLab(id, holder, cluster.version, {
        ...(step.do === 'forget' && { state: gone() }),
        failures: 0,
        nextAttemptAt: step.do === 'rest' ? step.until : undefined,
      });
    }
  }

  async #remove(
    cluster: ClusterRecord,
    holder: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { clusterStore, clusters, logger } = this.#options;
    const { id, name, version } = cluster;
    // From here on no lab can claim it.
    const isOurs = await clusterStore.changeWithoutLab(id, holder, version, {
      state: { is: 'removing', since: this.#now() },
      failures: cluster.failures,
      nextAttemptAt: this.#now(),
    });
    if (!isOurs) {
      return;
    }
    try {
      await clusters.remove(cluster, { signal, logger });
      await clusterStore.changeWithoutLab(id, holder, version + 1, {
        state: { is: 'gone', since: this.#now() },
        failures: 0,
      });
      logger.info(`Removed the cluster ${name}, which no lab has`);
    } catch (error) {
      if (this.#stopping.signal.aborted) {
        return;
      }
      const log = isUnavailable(error) ? logger.debug : logger.warn;
      log.call(logger, `Removing the cluster ${name} failed`, toError(error));
      const failures = cluster.failures + 1;
      await clusterStore.changeWithoutLab(id, holder, version + 1, {
        failures,
        nextAttemptAt: new Date(this.#now().getTime() + retryPauseMs(failures)),
      });
    }
  }
}
