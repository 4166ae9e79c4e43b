import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  followLab,
  type Lab,
  type LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { explainFailure, isPassing } from './explainFailure';
import { cancelledError, type Pause, TimeLimit } from '../tasks/TimeLimit';
import { LabProgress } from './LabProgress';
import { outcomeOf, type AwaitedStatus } from './outcome';

/** That a lab will never be as it is awaited. */
class NeverError extends Error {
  override name = 'LabFailedError';
}

/** What is waited for, and for how long. */
export interface WaitOptions {
  id: string;
  awaited: AwaitedStatus;
  timeoutMs: number;
  /** As the template gave it. */
  timeout: string;
  logger: Pick<LoggerService, 'info'>;
  cancelled?: AbortSignal;
  /** Where people look at the lab. */
  pageOf: (lab: Lab) => string;
  pause?: Pause;
}

/**
 * Waits until a lab has a status, and tells the task's log how it gets there.
 *
 * @param labsFor - the API, with a signal that ends calls
 * @throws Error when it will never have it, the time is over, or the task is
 * cancelled
 */
export async function waitForLab(
  labsFor: (signal: AbortSignal) => LabApi,
  options: WaitOptions,
): Promise<Lab> {
  const { id, awaited, logger, cancelled, pause } = options;
  const limit = TimeLimit.start(options.timeoutMs, cancelled);
  const progress = new LabProgress();
  let latest: Lab | undefined;
  try {
    const following = followLab(labsFor(limit.signal), id, {
      signal: limit.signal,
      isPassing,
      pause,
      onBreak: () => logger.info('  (looking at the lab every few seconds)'),
    });
    for await (const lab of following) {
      latest = lab;
      progress.lines(lab).forEach(line => logger.info(line));
      const outcome = outcomeOf(lab, awaited);
      if (outcome === 'reached') {
        return lab;
      }
      if (outcome !== 'waiting') {
        throw new NeverError(
          `${outcome.never}. Its page says more: ${options.pageOf(lab)}`,
        );
      }
    }
    // Following ends with an error or not at all.
    throw new Error('The portal ended it');
  } catch (error) {
    if (error instanceof NeverError) {
      throw error;
    }
    const name = latest?.name ?? id;
    if (limit.isOver) {
      throw new Error(
        `Lab ${name} was not ${awaited} within ${options.timeout}${
          latest ? `: it is ${latest.status}` : ''
        }. Give the step a longer timeout${
          latest ? `, or see ${options.pageOf(latest)}` : ''
        }.`,
      );
    }
    if (cancelled?.aborted) {
      throw cancelledError(` while lab ${name} was waited for.`);
    }
    throw explainFailure(`Lab ${name} cannot be waited for`, error);
  } finally {
    limit.stop();
  }
}
