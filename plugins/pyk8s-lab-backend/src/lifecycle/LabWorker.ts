import type { LoggerService } from '@backstage/backend-plugin-api';
import type { LabSettings } from '../config/LabSettings';
import {
  LeaseLostError,
  StoreError,
  type LabOutputs,
  type LabRecord,
  type LabStore,
} from '../database';
import type { KeyRing } from '../kubeconfig/KeyRing';
import type { LabMetrics } from '../metrics/LabMetrics';
import type { LabNotifier } from '../notifications/LabNotifier';
import { decide } from './decide';
import { causeOf, isBusy, isUnavailable, wordsOf } from './errors';
import { afterFailedAttempt, afterFailedStep } from './transitions/failures';
import { hasJoining } from './transitions/joinedNodes';
import type { Clusters } from '../clusters/Clusters';
import type { LabProviders } from '../clusters/LabProviders';
import { PhaseWriter } from './PhaseWriter';
import { STEPS, type StepKind } from './steps';
import { withinTime } from './withinTime';

/** How long cleaning up after a failed attempt may take. */
const CLEAN_UP_MS = 120_000;
/** How soon a step is tried again when another changes the cluster. */
const BUSY_MS = 1_000;

/** What every worker of a process shares. */
export interface LabWorkerOptions {
  readonly store: LabStore;
  readonly outputs: LabOutputs;
  readonly providers: LabProviders;
  readonly keyRing: KeyRing;
  readonly settings: LabSettings;
  readonly notifier: LabNotifier;
  readonly metrics: LabMetrics;
  readonly logger: LoggerService;
  readonly holder: string;
  readonly clusters: Clusters;
  readonly leaseMs: number;
  readonly now: () => Date;
  /** Called with a lab that has nodes that lack its images. */
  readonly onImagesDue?: (lab: LabRecord) => void;
  /** Called after each change that readers want to hear of. */
  readonly onChanged: () => void;
}

/** True for an inspection that is not due yet, and waits for the next claim. */
function isEarly(lab: LabRecord, kind: StepKind, now: Date): boolean {
  return (
    kind === 'inspect' &&
    lab.nextAttemptAt !== undefined &&
    lab.nextAttemptAt > now
  );
}

/** Thrown into a step to stop it; the lab is then looked at anew. */
class Interrupted extends Error {}

/**
 * Drives one claimed lab, step by step, until there is nothing to do, and then
 * gives it back. Meanwhile it renews the lease, and interrupts the step when
 * something else is wanted, such as the lab's deletion in the middle of a create.
 */
export class LabWorker {
  readonly #options: LabWorkerOptions;
  readonly #logger: LoggerService;
  #lab: LabRecord;
  #step: { kind: StepKind; control: AbortController } | undefined;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #leaseTimer: NodeJS.Timeout | undefined;
  #done = false;

  constructor(options: LabWorkerOptions, lab: LabRecord) {
    this.#options = options;
    this.#lab = lab;
    this.#logger = options.logger.child({ labId: lab.id, lab: lab.name });
  }

  /** Drives the lab; never throws. */
  async run(): Promise<void> {
    this.#guardLease();
    this.#beat();
    try {
      while (await this.#advance());
    } catch (error) {
      if (error instanceof LeaseLostError) {
        this.#logger.warn(`Stopped: ${error.message}`);
      } else {
        // The lease ends by itself, and the lab is then taken up again.
        this.#logger.error('Driving the lab failed', error as Error);
      }
    } finally {
      clearTimeout(this.#timer);
      clearTimeout(this.#leaseTimer);
      this.#done = true;
    }
  }

  /**
   * Renews the lease and looks whether the step that runs is still wanted. Called
   * regularly, and at once when somebody has changed the lab.
   */
  async recheck(): Promise<void> {
    const { store, settings, now, leaseMs, holder } = this.#options;
    const askedAt = performance.now();
    try {
      const instant = now();
      const lab = await store.renewLease(
        {
          holder,
          now: instant,
          leaseUntil: new Date(instant.getTime() + leaseMs),
        },
        this.#lab.id,
      );
      if (!lab) {
        this.#interrupt('the lease went to another worker');
        return;
      }
      this.#guardLease(askedAt);
      if (this.#step && decide(lab, instant, settings).do !== this.#step.kind) {
        this.#interrupt('the desired state has changed');
      }
    } catch (error) {
      // Whether the lease holds cannot be known; the guard ends the step in time.
      this.#logger.warn('Renewing the lease failed', error as Error);
    }
  }

  /** Stops the step that runs; the next start goes on with the lab. */
  stop(): void {
    this.#stopping.abort();
    this.#interrupt('the portal stops');
  }

  /**
   * Interrupts the step before the lease ends, unless it is renewed until then: a
   * database that does not answer must not leave two workers on one cluster.
   * @param askedAt - when it was asked for, on the clock of `performance`: the lease
   *   counts from then, however long the answer took
   */
  #guardLease(askedAt = performance.now()): void {
    clearTimeout(this.#leaseTimer);
    if (!this.#done) {
      this.#leaseTimer = setTimeout(
        () => this.#interrupt('the lease could not be renewed'),
        (this.#options.leaseMs * 2) / 3 - (performance.now() - askedAt),
      );
    }
  }

  /** Rechecks in time for the lease, and at once when the lab's time is over. */
  #beat(): void {
    const { leaseMs, now } = this.#options;
    const left = this.#lab.expiresAt.getTime() - now().getTime();
    this.#timer = setTimeout(
      async () => {
        await this.recheck();
        if (!this.#done) {
          this.#beat();
        }
      },
      left > 0 ? Math.min(leaseMs / 3, left) : leaseMs / 3,
    );
  }

  /**
   * A worker that has lost its lease must not touch the cluster any more.
   * @throws LeaseLostError
   */
  async #assertLease(): Promise<void> {
    const { store, now, leaseMs, holder } = this.#options;
    const instant = now();
    const leaseUntil = new Date(instant.getTime() + leaseMs);
    const claim = { holder, now: instant, leaseUntil };
    if (!(await store.renewLease(claim, this.#lab.id))) {
      throw new LeaseLostError(
        `Another worker drives the lab ${this.#lab.id} now.`,
      );
    }
  }

  #interrupt(reason: string): void {
    this.#step?.control.abort(new Interrupted(reason));
  }

  /** One step. Returns false when the lab was given back. */
  async #advance(): Promise<boolean> {
    const { store, settings, now, holder } = this.#options;
    let next: StepKind | undefined;
    const lab = await store.change(
      this.#lab.id,
      now(),
      current => {
        const step = decide(current, now(), settings);
        const stopping = this.#stopping.signal.aborted;
        if (
          !stopping &&
          step.do !== 'rest' &&
          !isEarly(current, step.do, now())
        ) {
          next = step.do;
          return undefined;
        }
        const due = step.do === 'rest' ? step.until : current.nextAttemptAt;
        return {
          set: {
            leaseHolder: undefined,
            leaseUntil: undefined,
            nextAttemptAt: stopping ? now() : due,
            ...(step.do === 'rest' && current.status !== 'QUEUED'
              ? { observedGeneration: current.generation }
              : {}),
          },
        };
      },
      { holder },
    );
    this.#lab = lab;
    return next ? this.#perform(lab, next) : false;
  }

  async #perform(lab: LabRecord, kind: StepKind): Promise<boolean> {
    const control = new AbortController();
    this.#step = { kind, control };
    if (this.#stopping.signal.aborted) {
      this.#interrupt('the portal stops');
    }
    const phases = this.#phaseWriter(lab);
    try {
      this.#lab = await this.#take(kind, lab, phases, control.signal);
      this.#logger.info(`${kind} done: the lab is ${this.#lab.status}`);
      this.#measure(kind, lab);
      if (kind === 'reflect' && hasJoining(this.#lab)) {
        this.#options.onImagesDue?.(this.#lab);
      }
      return true;
    } catch (error) {
      // Whether the cluster is as wanted is not known then, and it is left alone:
      // the lease ends, and whoever takes the lab up looks at what there is.
      if (error instanceof LeaseLostError || error instanceof StoreError) {
        throw error;
      }
      if (control.signal.reason instanceof Interrupted) {
        this.#logger.info(
          `${kind} interrupted: ${control.signal.reason.message}`,
        );
        await phases.settled();
        return true;
      }
      const cause = causeOf(error);
      if (cause) {
        this.#logger.warn(`${kind} failed`, error as Error);
        this.#options.metrics.failed(kind, cause);
      } else {
        this.#logger.debug(`${kind} waits: ${wordsOf(error)}`);
      }
      await phases.settled();
      await this.#fail(lab, kind, error, control.signal);
      return false;
    } finally {
      this.#step = undefined;
      this.#options.onChanged();
    }
  }

  async #take(
    kind: StepKind,
    lab: LabRecord,
    phases: PhaseWriter,
    signal: AbortSignal,
  ): Promise<LabRecord> {
    const { take, timeoutMs } = STEPS[kind];
    const { clusters } = this.#options;
    return withinTime(
      kind,
      timeoutMs(this.#options.settings),
      signal,
      limited =>
        take(lab, {
          ...this.#options,
          logger: this.#logger,
          signal: limited,
          phases,
          changing: (changed, change) =>
            clusters.change(changed, limited, change),
        }),
    );
  }

  #measure(kind: StepKind, before: LabRecord): void {
    const { metrics, now } = this.#options;
    if (kind === 'expire' && this.#lab.desired === 'deleted') {
      metrics.expired(now().getTime() - before.expiresAt.getTime());
    }
    if (kind === 'provision' && this.#lab.status === 'RUNNING') {
      metrics.provisioned(this.#lab.phases);
    }
  }

  /** Writes down that a step failed, and gives the lab back until its next try. */
  async #fail(
    lab: LabRecord,
    kind: StepKind,
    error: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, settings, now, holder } = this.#options;
    const givenBack = { leaseHolder: undefined, leaseUntil: undefined };
    if (isBusy(error)) {
      // An import is stopped as soon as something else is wanted of the lab.
      this.#lab = await store.change(
        lab.id,
        now(),
        () => ({
          set: {
            ...givenBack,
            nextAttemptAt: new Date(now().getTime() + BUSY_MS),
          },
        }),
        { holder },
      );
      return;
    }
    let isLeft: boolean | undefined;
    if (kind === 'provision' && !isUnavailable(error)) {
      await this.#assertLease();
      isLeft = !(await this.#cleanUp(lab, signal));
    }
    this.#lab = await store.change(
      lab.id,
      now(),
      current => {
        if (kind === 'provision' && current.desired === 'deleted') {
          // Nobody is interested in why it failed any more.
          return { set: { ...givenBack, nextAttemptAt: now() } };
        }
        const change =
          kind === 'provision'
            ? afterFailedAttempt(
                current,
                error,
                settings.provisioning,
                now(),
                isLeft,
              )
            : afterFailedStep(current, error, settings, now());
        return {
          ...change,
          set: {
            ...change.set,
            ...givenBack,
          },
        };
      },
      { holder },
    );
  }

  /**
   * Leaves nothing of a failed attempt behind. When that fails too, the next
   * attempt or the lab's end removes it, and the first error stays the one told.
   *
   * @param stop - aborts when the lease cannot be held: another may make the
   *   cluster then
   * @returns whether nothing is left
   */
  async #cleanUp(lab: LabRecord, stop: AbortSignal): Promise<boolean> {
    const { store, clusters } = this.#options;
    try {
      // The step may have given the lab another cluster.
      const current = await store.get(lab.id);
      if (!current?.cluster) {
        return true;
      }
      await clusters.change(
        current,
        AbortSignal.any([
          stop,
          this.#stopping.signal,
          AbortSignal.timeout(CLEAN_UP_MS),
        ]),
        (cluster, signal) => cluster.destroy({ signal, logger: this.#logger }),
      );
      return true;
    } catch (error) {
      this.#logger.warn(
        'Cleaning up after a failed attempt failed',
        error as Error,
      );
      return false;
    }
  }

  #phaseWriter(lab: LabRecord): PhaseWriter {
    const { store, holder, now, onChanged } = this.#options;
    return new PhaseWriter({
      store,
      labId: lab.id,
      holder,
      now,
      onWritten: onChanged,
    });
  }
}
