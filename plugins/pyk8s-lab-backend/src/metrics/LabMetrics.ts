import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  MetricsService,
  MetricsServiceCounter,
  MetricsServiceHistogram,
} from '@backstage/backend-plugin-api/alpha';
import {
  LAB_STATUSES,
  type LabPhase,
  type LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** What is read when metrics are collected. */
export interface MetricsSource {
  countByStatus(): Promise<Partial<Record<LabStatus, number>>>;
  /** How many readers of events this process has. */
  readers(): number;
}

/** Why a step failed, in one word. */
export type FailureCause = 'provisioning' | 'timeout' | 'unavailable' | 'other';

const SECONDS = 's';
/** From what is at once to the longest step of making a cluster. */
const STEP_BUCKETS = [0.5, 1, 2, 5, 10, 15, 20, 30, 45, 60, 120, 300, 600];
const LAG_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300];

/**
 * What an operator watches. Names and units follow OpenTelemetry's conventions;
 * no attribute names a lab or a person, so that their number stays small.
 */
export class LabMetrics {
  readonly #phase: MetricsServiceHistogram;
  readonly #provisioning: MetricsServiceHistogram;
  readonly #failures: MetricsServiceCounter;
  readonly #reconcileLag: MetricsServiceHistogram;
  readonly #expiryLag: MetricsServiceHistogram;

  constructor(options: {
    metrics: MetricsService;
    source: MetricsSource;
    logger: LoggerService;
  }) {
    const { metrics, source, logger } = options;
    const histogram = (name: string, description: string, buckets: number[]) =>
      metrics.createHistogram(`pyk8s_lab.${name}`, {
        description,
        unit: SECONDS,
        advice: { explicitBucketBoundaries: buckets },
      });
    this.#phase = histogram(
      'provisioning.phase.duration',
      'How long each phase of provisioning took',
      STEP_BUCKETS,
    );
    this.#provisioning = histogram(
      'provisioning.duration',
      'From the beginning of the attempt that succeeded until RUNNING',
      STEP_BUCKETS,
    );
    this.#failures = metrics.createCounter('pyk8s_lab.step.failures', {
      description: 'Steps that failed, by step and cause',
    });
    this.#reconcileLag = histogram(
      'reconcile.lag',
      'How late the reconciler took up labs that were due',
      LAG_BUCKETS,
    );
    this.#expiryLag = histogram(
      'expiry.lag',
      'How late the deletion of expired labs started',
      LAG_BUCKETS,
    );
    const labs = metrics.createObservableGauge('pyk8s_lab.labs', {
      description: 'Labs by status; DELETED ones until they are purged',
    });
    labs.addCallback(async result => {
      try {
        const counts = await source.countByStatus();
        for (const status of LAB_STATUSES) {
          // One that is not said would stay at its last value.
          result.observe(counts[status] ?? 0, { status });
        }
      } catch (error) {
        logger.debug('Labs could not be counted for metrics', error as Error);
      }
    });
    metrics
      .createObservableGauge('pyk8s_lab.events.readers', {
        description: 'Readers of the stream of events, of this process',
      })
      .addCallback(result => result.observe(source.readers()));
  }

  /** A cluster was made, in these phases. */
  provisioned(phases: readonly LabPhase[]): void {
    for (const { name, startedAt, finishedAt } of phases) {
      if (finishedAt) {
        this.#phase.record(secondsBetween(startedAt, finishedAt), {
          phase: name,
        });
      }
    }
    const end = phases.at(-1)?.finishedAt;
    if (end) {
      this.#provisioning.record(secondsBetween(phases[0].startedAt, end));
    }
  }

  /** @param step - what the reconciler did, or `look`: it could not find out what to do */
  failed(step: string, cause: FailureCause): void {
    this.#failures.add(1, { step, cause });
  }

  /** @param lateMs - since the lab was due */
  claimed(lateMs: number): void {
    this.#reconcileLag.record(Math.max(0, lateMs) / 1000);
  }

  /** @param lateMs - since the lab's time was over */
  expired(lateMs: number): void {
    this.#expiryLag.record(Math.max(0, lateMs) / 1000);
  }
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}
