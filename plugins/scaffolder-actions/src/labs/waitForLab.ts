import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  awaitLab,
  type AwaitedLabStatus,
  type Lab,
  type LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { explainFailure, isPassing } from './explainFailure';
import { cancelledError, type Pause, TimeLimit } from '../tasks/TimeLimit';
import { LabProgress } from './LabProgress';

/** The error for a lab that can never reach the awaited status. */
class NeverError extends Error {
  override name = 'LabFailedError';
}

/** What to wait for, and how long. */
export interface WaitOptions {
  id: string;
  awaited: AwaitedLabStatus;
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
    const { lab, outcome } = await awaitLab(labsFor(limit.signal), id, {
      awaited,
      signal: limit.signal,
      isPassing,
      pause,
      onBreak: () => logger.info('  (looking at the lab every few seconds)'),
      onLab: seen => {
        latest = seen;
        progress.lines(seen).forEach(line => logger.info(line));
      },
    });
    if (outcome === 'reached') {
      return lab;
    }
    const why =
      outcome === 'deleted' ? goneMessage(lab, awaited) : failedMessage(lab);
    throw new NeverError(`${why}. Its page says more: ${options.pageOf(lab)}`);
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

function goneMessage({ name }: Lab, awaited: AwaitedLabStatus): string {
  return `Lab ${name} was deleted or has expired, so it will not be ${awaited}: start the template again for a new one`;
}

function failedMessage({ name, statusMessage }: Lab): string {
  return `Lab ${name} is in ERROR${statusMessage ? `: ${statusMessage}` : ''}`;
}
