import type { SchedulerService } from '@backstage/backend-plugin-api';
import { randomUUID } from 'node:crypto';
import type { ClusterLeases } from '../clusters/ClusterLeases';
import type { LabProviders } from '../clusters/LabProviders';
import type { Claim } from '../database';
import { LabAdmission } from './admission';
import { causeOf } from './errors';
import type { LabWorkerOptions } from './LabWorker';
import { LabWorkers } from './LabWorkers';
import { observe } from './observe';
import { SpareKeeper } from './SpareKeeper';

/** What one look for work came to. */
export interface RunStats {
  readonly claimed: number;
}

/** The dependencies of a {@link LabReconciler}. */
export interface LabReconcilerOptions
  extends Omit<LabWorkerOptions, 'holder' | 'busy' | 'leaseMs' | 'now'> {
  readonly providers: LabProviders;
  readonly leases: ClusterLeases;
  readonly now?: () => Date;
  /** How long a worker that has died keeps its labs. Defaults to 15 s. */
  readonly leaseMs?: number;
}

/** How often it looks for labs that are due. Expiry is at most this late. */
const TICK_SECONDS = 1;
const SWEEP_SECONDS = 30;
const SWEEP_TIMEOUT_SECONDS = 300;
/** How many labs of one replica are deleted or inspected at the same time. */
const MAX_WORKERS = 16;

/**
 * Brings labs from what is to what is wanted. It claims labs that are due, and
 * drives each with a worker of its own. The claims keep replicas apart, so every
 * replica runs one.
 */
export class LabReconciler {
  readonly #options: LabReconcilerOptions;
  readonly #workerOptions: LabWorkerOptions;
  readonly #admission: LabAdmission;
  readonly #spares: SpareKeeper;
  readonly #workers: LabWorkers;
  #running: Promise<RunStats> | undefined;
  #again = false;
  #stopped = false;
  #lookedAt = performance.now();

  static create(options: LabReconcilerOptions): LabReconciler {
    return new LabReconciler(options);
  }

  private constructor(options: LabReconcilerOptions) {
    this.#options = options;
    this.#admission = LabAdmission.create(options);
    this.#spares = SpareKeeper.create(options);
    this.#workerOptions = {
      ...options,
      holder: randomUUID(),
      busy: new Map(),
      now: options.now ?? (() => new Date()),
      leaseMs: options.leaseMs ?? 15_000,
    };
    this.#workers = new LabWorkers(this.#workerOptions, () => {
      options.onChanged();
      // A place may be free for the next in the queue, on the host too.
      this.roomMade();
      if (!this.#stopped) {
        this.nudge();
      }
    });
  }

  /**
   * Looks for work regularly, and for orphans. Nothing runs longer than a look:
   * the work itself goes on in the workers.
   */
  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduler.scheduleTask({
      id: 'pyk8s-lab-reconcile',
      scope: 'local',
      frequency: { seconds: TICK_SECONDS },
      timeout: { seconds: 60 },
      // What a task of the scheduler throws is shown to nobody.
      fn: async () => {
        await this.runOnce().catch(error => this.#lookFailed(error));
      },
    });
    await scheduler.scheduleTask({
      id: 'pyk8s-lab-sweep',
      scope: 'local',
      frequency: { seconds: SWEEP_SECONDS },
      timeout: { seconds: SWEEP_TIMEOUT_SECONDS },
      fn: signal => this.sweepOnce(signal),
    });
  }

  /**
   * Starts at once what a change asks for, and has the step that runs on that lab
   * looked at again.
   */
  nudge(labId?: string): void {
    if (labId) {
      void this.recheck(labId);
    }
    this.runOnce().catch(error => this.#lookFailed(error));
  }

  /** Has the step that runs on a lab, if any, looked at again. */
  async recheck(labId: string): Promise<void> {
    await this.#workers.recheck(labId);
  }

  /** Has hosts that were full asked again at once. */
  roomMade(): void {
    this.#admission.roomMade();
  }

  /** Claims what is due and starts a worker for each; does not wait for them. */
  async runOnce(): Promise<RunStats> {
    if (this.#running) {
      // What was asked for may have come after that look.
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#look();
    try {
      return await this.#running;
    } finally {
      this.#running = undefined;
      if (this.#again && !this.#stopped) {
        this.nudge();
      }
    }
  }

  /** Records what the providers have, and has what that means looked at. */
  async sweepOnce(signal: AbortSignal): Promise<void> {
    await observe({
      ...this.#options,
      now: this.#workerOptions.now,
      signal,
    });
    this.nudge();
  }

  /** How long ago the last look for work began, in milliseconds. */
  get sinceLookMs(): number {
    return performance.now() - this.#lookedAt;
  }

  /** Waits until no worker is at work. */
  async settle(): Promise<void> {
    while (
      this.#running ||
      this.#workers.labIds.length > 0 ||
      this.#spares.isBusy
    ) {
      await Promise.all([
        this.#running,
        this.#spares.settle(),
        this.#workers.settle(),
      ]);
    }
  }

  /** Stops every worker, and gives the labs back for the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#workers.stop();
    this.#spares.stop();
    await this.settle();
  }

  async #look(): Promise<RunStats> {
    this.#lookedAt = performance.now();
    let claimed = 0;
    do {
      this.#again = false;
      if (this.#stopped) {
        break;
      }
      claimed += await this.#claim();
    } while (this.#again);
    return { claimed };
  }

  #lookFailed(error: Error): void {
    this.#options.logger.error('Looking for work failed', error);
    this.#options.metrics.failed('look', causeOf(error) ?? 'other');
  }

  async #claim(): Promise<number> {
    const { store, settings, metrics } = this.#options;
    const claim = this.#newClaim();
    // Creates have places of their own, so that they never hold a deletion up.
    const driven = this.#workers.labIds;
    const room =
      MAX_WORKERS + settings.provisioning.concurrency - driven.length;
    const due = room > 0 ? await store.claimDue(claim, room, driven) : [];
    for (const lab of due) {
      metrics.claimed(
        claim.now.getTime() - (lab.nextAttemptAt ?? claim.now).getTime(),
      );
      // Before the queue is looked at, which may take a while or fail.
      this.#workers.start(lab);
    }
    await this.#spares.look();
    const { claimed, changed } = await this.#admission.admit(
      () => this.#newClaim(),
      lab => this.#workers.start(lab),
    );
    if (changed) {
      this.#options.onChanged();
    }
    return due.length + claimed;
  }

  #newClaim(): Claim {
    const { holder, now, leaseMs } = this.#workerOptions;
    const instant = now();
    return {
      holder,
      now: instant,
      leaseUntil: new Date(instant.getTime() + leaseMs),
    };
  }
}
