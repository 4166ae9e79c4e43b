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

/** The error for a lab that can never reach the awaited status. */
class NeverError extends Error {
  override name = 'LabFailedError';
}

/** What to wait for, and how long. */
export interface WaitOptions {
  id: string;
  awaited: AwaitedStatus;
  timeoutMs: number;
  /** As given in the template. */
  timeout: string;
  logger: Pick<LoggerService, 'info'>;
  cancelled?: AbortSignal;
  /** The address of the lab's page. */
  pageOf: (lab: Lab) => string;
  pause?: Pause;
}

/**
 * Waits until a lab reaches a status, and logs its progress.
 *
 * @param labsFor - the API client, with a signal that aborts calls
 * @throws Error when it cannot reach it, at the timeout, or when the task is cancelled
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
    // followLab ends only with an error.
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
