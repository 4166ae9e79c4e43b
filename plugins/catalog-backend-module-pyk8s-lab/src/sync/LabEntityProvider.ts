import type {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabReader } from '../api/LabReader';
import { waitWithTimer, type Wait } from './retries';
import { LabFollower } from './LabFollower';
import { LabLedger } from './LabLedger';
import { listLabs } from './listLabs';
import { Outage } from './Outage';
import { RetryingJob } from './RetryingJob';

/**
 * The key by which the catalog assigns entities to this provider: it must never change.
 */
const PROVIDER_NAME = 'pyk8s-lab';
const SYNC_TASK = 'pyk8s-lab-full-sync';

/** The dependencies of a {@link LabEntityProvider}. */
export interface LabEntityProviderOptions {
  readonly reader: Pick<LabReader, 'list' | 'find' | 'follow'>;
  readonly toEntity: (lab: Lab) => Entity;
  /** Runs the full sync. */
  readonly schedule: SchedulerServiceTaskRunner;
  readonly logger: LoggerService;
  readonly wait?: Wait;
  /** A random number from 0 to 1. */
  readonly random?: () => number;
  /** A monotonic clock, in milliseconds. */
  readonly now?: () => number;
}

/**
 * Keeps an entity in the catalog for each lab.
 *
 * @remarks
 * Every replica of the portal follows the labs and sends each change to the catalog.
 * The changes are the same for all replicas, and the catalog ignores an entity that it
 * already has. Each replica sends the changes of a lab in order, so whichever is last
 * leaves the current state. If a replica stops before it could repair something, the
 * next full sync does, which one replica at a time runs.
 */
export class LabEntityProvider implements EntityProvider {
  readonly #options: LabEntityProviderOptions;
  readonly #ledger: LabLedger;
  readonly #stop = new AbortController();
  readonly #writing: RetryingJob;
  readonly #listing: RetryingJob;
  readonly #follower: LabFollower;
  #connection: EntityProviderConnection | undefined;
  #following: Promise<void> | undefined;

  static create(options: LabEntityProviderOptions): LabEntityProvider {
    return new LabEntityProvider(options);
  }

  private constructor(options: LabEntityProviderOptions) {
    const { logger } = options;
    const timing = {
      wait: options.wait ?? waitWithTimer,
      random: options.random ?? Math.random,
    };
    const { signal } = this.#stop;
    this.#options = options;
    this.#ledger = LabLedger.create({
      toEntity: options.toEntity,
      locationKey: PROVIDER_NAME,
    });
    this.#writing = RetryingJob.create({
      ...timing,
      signal,
      job: stopped => this.#write(stopped),
      outage: Outage.create({
        logger,
        problem: 'The catalog did not take changes of labs, which are kept',
        recovery: 'The catalog takes changes of labs again',
      }),
    });
    this.#listing = RetryingJob.create({
      ...timing,
      signal,
      job: stopped => this.#sync(stopped),
      outage: Outage.create({
        logger,
        problem: 'Labs cannot be listed, so that the catalog stays as it is',
        recovery: 'Labs are listed again',
      }),
    });
    this.#follower = LabFollower.create({
      ...timing,
      reader: options.reader,
      ledger: this.#ledger,
      onNews: () => this.#writing.request(),
      onUnknown: () => this.#listing.request(),
      logger,
      now: options.now ?? (() => performance.now()),
    });
  }

  getProviderName(): string {
    return PROVIDER_NAME;
  }

  /** Stores the connection; no request is sent before {@link start}. */
  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
  }

  /**
   * Starts. To be called once the portal's plugins respond.
   * @throws when the full sync cannot be scheduled
   */
  async start(): Promise<void> {
    if (!this.#connection) {
      this.#options.logger.info(
        'Labs are not brought to the catalog by this process, whose catalog takes no entities',
      );
      return;
    }
    this.#following = this.#follower.run(this.#stop.signal);
    await this.#options.schedule.run({
      id: SYNC_TASK,
      signal: this.#stop.signal,
      fn: async aborted =>
        this.#sync(AbortSignal.any([aborted, this.#stop.signal])),
    });
  }

  /** Stops, and waits for pending work. Entities stay in the catalog. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all([
      this.#following,
      this.#listing.idle(),
      this.#writing.idle(),
    ]);
  }

  async #sync(signal: AbortSignal): Promise<void> {
    this.#ledger.beginList();
    try {
      const list = await listLabs(
        this.#options.reader,
        () => this.#ledger.live,
        signal,
      );
      signal.throwIfAborted();
      this.#ledger.recordAll(list);
    } finally {
      this.#ledger.endList();
    }
    this.#writing.request();
  }

  async #write(signal: AbortSignal): Promise<void> {
    const connection = this.#connection;
    for (;;) {
      const entry = signal.aborted ? undefined : this.#ledger.next();
      if (!entry || !connection) {
        return;
      }
      try {
        await connection.applyMutation(entry.mutation);
      } catch (error) {
        entry.failed();
        throw error;
      }
      entry.succeeded();
    }
  }
}
