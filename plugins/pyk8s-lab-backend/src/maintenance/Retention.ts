import type { LoggerService } from '@backstage/backend-plugin-api';
import type { LabSettings } from '../config/LabSettings';
import type { ClusterStore, LabJobStore, LabStore } from '../database';

/** Small enough that the locks of one batch delay no one. */
const BATCH = 500;
const GONE_SECONDS = 86_400;

/** Removes what is kept no longer: deleted labs, old events and jobs, in batches. */
export class Retention {
  readonly #store: LabStore;
  readonly #clusterStore: ClusterStore;
  readonly #jobStore: LabJobStore;
  readonly #settings: LabSettings['retention'];
  readonly #logger: LoggerService;
  readonly #now: () => Date;

  constructor(options: {
    store: LabStore;
    clusterStore: ClusterStore;
    jobStore: LabJobStore;
    settings: LabSettings;
    logger: LoggerService;
    now?: () => Date;
  }) {
    this.#store = options.store;
    this.#clusterStore = options.clusterStore;
    this.#jobStore = options.jobStore;
    this.#settings = options.settings.retention;
    this.#logger = options.logger;
    this.#now = options.now ?? (() => new Date());
  }

  async run(
    signal: AbortSignal,
  ): Promise<{ labs: number; events: number; jobs: number }> {
    const { deletedLabsSeconds, eventsSeconds } = this.#settings;
    const labs = await inBatches(signal, () =>
      this.#store.purgeLabs(this.#before(deletedLabsSeconds), BATCH),
    );
    const events = await inBatches(signal, () =>
      this.#store.purgeEvents(this.#before(eventsSeconds), BATCH),
    );
    const jobs = await inBatches(signal, () =>
      this.#jobStore.purge(this.#before(eventsSeconds), BATCH),
    );
    // Only a look at the provider that lasts may still find what was removed.
    await inBatches(signal, () =>
      this.#clusterStore.purge(this.#before(GONE_SECONDS), BATCH),
    );
    if (labs + events + jobs > 0) {
      this.#logger.info(
        `Removed ${labs} labs that were deleted long ago, ${events} old events and ${jobs} old jobs`,
      );
    }
    return { labs, events, jobs };
  }

  #before(seconds: number): Date {
    return new Date(this.#now().getTime() - seconds * 1000);
  }
}

async function inBatches(
  signal: AbortSignal,
  purge: () => Promise<number>,
): Promise<number> {
  let total = 0;
  while (!signal.aborted) {
    const removed = await purge();
    total += removed;
    if (removed < BATCH) {
      break;
    }
  }
  return total;
}
