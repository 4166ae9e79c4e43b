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
import { waitByClock, type Wait } from './waiting';
import { LabFollower } from './LabFollower';
import { LabLedger } from './LabLedger';
import { listLabs } from './listLabs';
import { Outage } from './Outage';
import { UntilDone } from './UntilDone';

/** Entities belong to their provider by this: it must never change. */
const PROVIDER_NAME = 'pyk8s-lab';
const SYNC_TASK = 'pyk8s-lab-full-sync';

/** What a {@link LabEntityProvider} works with. */
export interface LabEntityProviderOptions {
  readonly reader: Pick<LabReader, 'list' | 'find' | 'follow'>;
  readonly toEntity: (lab: Lab) => Entity;
  /** Runs the full sync. */
  readonly schedule: SchedulerServiceTaskRunner;
  readonly logger: LoggerService;
  readonly wait?: Wait;
  /** From 0 to 1. */
  readonly random?: () => number;
  /** Milliseconds, of a clock that only goes on. */
  readonly now?: () => number;
}

/**
 * Keeps an entity in the catalog for each lab that there is.
 *
 * @remarks
 * Every replica of the portal follows the labs and tells the catalog of each change,
 * which is one and the same for all of them: the catalog does nothing about an entity
 * that it has already. Each tells of a lab's changes in their order and ends with the
 * newest, so whoever comes last leaves what is so. If the replica dies that would have
 * mended something, the next full sync does, which one of them makes at a time.
 */
export class LabEntityProvider implements EntityProvider {
  readonly #options: LabEntityProviderOptions;
  readonly #ledger: LabLedger;
  readonly #stop = new AbortController();
  readonly #writing: UntilDone;
  readonly #listing: UntilDone;
  readonly #follower: LabFollower;
  #connection: EntityProviderConnection | undefined;
  #following: Promise<void> | undefined;

  static create(options: LabEntityProviderOptions): LabEntityProvider {
    return new LabEntityProvider(options);
  }

  private constructor(options: LabEntityProviderOptions) {
    const { logger } = options;
    const timing = {
      wait: options.wait ?? waitByClock,
      random: options.random ?? Math.random,
    };
    const { signal } = this.#stop;
    this.#options = options;
    this.#ledger = LabLedger.create({
      toEntity: options.toEntity,
      locationKey: PROVIDER_NAME,
    });
    this.#writing = UntilDone.create({
      ...timing,
      signal,
      job: stopped => this.#write(stopped),
      outage: Outage.create({
        logger,
        trouble: 'The catalog did not take changes of labs, which are kept',
        relief: 'The catalog takes changes of labs again',
      }),
    });
    this.#listing = UntilDone.create({
      ...timing,
      signal,
      job: stopped => this.#sync(stopped),
      outage: Outage.create({
        logger,
        trouble: 'Labs cannot be listed, so that the catalog stays as it is',
        relief: 'Labs are listed again',
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

  /** Takes the connection; nothing is asked of the API before {@link start}. */
  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
  }

  /**
   * Begins. To be called once the portal's plugins answer.
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

  /** Ends, and waits until nothing goes on. What is in the catalog stays there. */
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
      this.#ledger.takeAll(list);
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
