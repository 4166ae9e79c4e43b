import type { LoggerService } from '@backstage/backend-plugin-api';
import type { LabSettings } from '../config/LabSettings';
import {
  LeaseLostError,
  StoreError,
  type ClusterStore,
  type LabOutputs,
  type LabRecord,
  type LabStore,
} from '../database';
import type { KeyRing } from '../kubeconfig/KeyRing';
import type { LabMetrics } from '../metrics/LabMetrics';
import type { LabNotifier } from '../notifications/LabNotifier';
import { decide } from './decide';
import { causeOf, wordsOf } from './errors';
import { giveBack, type BusyLabs } from './giveBack';
import { LabLease } from './LabLease';
import { hasJoining } from './transitions/joinedNodes';
import type { Clusters } from '../clusters/Clusters';
import { PhaseWriter } from './PhaseWriter';
import { STEPS, type StepKind } from './steps';
import { withinTime } from './withinTime';

/** What every worker of a process shares. */
export interface LabWorkerOptions {
  readonly store: LabStore;
  readonly clusterStore: ClusterStore;
  readonly outputs: LabOutputs;
  readonly keyRing: KeyRing;
  readonly settings: LabSettings;
  readonly notifier: LabNotifier;
  readonly metrics: LabMetrics;
  readonly logger: LoggerService;
  readonly holder: string;
  readonly clusters: Clusters;
  readonly busy: BusyLabs;
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

/** Thrown into a step to stop it; the lab is then looked at again. */
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
  readonly #lease: LabLease;

  constructor(options: LabWorkerOptions, lab: LabRecord) {
    this.#options = options;
    this.#lab = lab;
    this.#logger = options.logger.child({ labId: lab.id, lab: lab.name });
    this.#lease = new LabLease({
      ...options,
      logger: this.#logger,
      labId: lab.id,
      endsAt: () => this.#lab.expiresAt,
      onRenewed: (current, at) => this.#lookAgain(current, at),
      onLost: reason => this.#interrupt(reason),
    });
  }

  /** Drives the lab; never throws. */
  async run(): Promise<void> {
    this.#lease.start();
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
      this.#lease.stop();
    }
  }

  /** Checks whether the running step is still wanted, after a change of the lab. */
  async recheck(): Promise<void> {
    await this.#lease.renew();
  }

  /** Stops the step that runs; the next start goes on with the lab. */
  stop(): void {
    this.#stopping.abort();
    this.#interrupt('the portal stops');
  }

  #lookAgain(lab: LabRecord, now: Date): void {
    const wanted = decide(lab, now, this.#options.settings).do;
    if (this.#step && wanted !== this.#step.kind) {
      this.#interrupt('the desired state has changed');
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
            ...(step.do === 'rest' &&
            current.status !== 'QUEUED' &&
            current.observedGeneration !== current.generation
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
    const phases = new PhaseWriter({
      ...this.#options,
      labId: lab.id,
      onWritten: this.#options.onChanged,
    });
    try {
      this.#lab = await this.#take(kind, lab, phases, control.signal);
      this.#options.busy.delete(lab.id);
      this.#logger.info(`${kind} done: the lab is ${this.#lab.status}`);
      this.#measure(kind, lab);
      if (kind === 'reflect' && hasJoining(this.#lab)) {
        this.#options.onImagesDue?.(this.#lab);
      }
      return true;
    } catch (error) {
      // Whether the cluster is as wanted is not known then, and it is left alone:
      // the lease ends, and the next worker checks what exists.
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
      this.#lab = await giveBack(lab, kind, error, {
        ...this.#options,
        logger: this.#logger,
        lease: this.#lease,
        lost: control.signal,
        stopping: this.#stopping.signal,
      });
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
}
