import { CustomErrorBase } from '@backstage/errors';
import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** A step took longer than it may. */
export class StepTimeoutError extends CustomErrorBase {
  name = 'StepTimeoutError' as const;
}

/** How long a step may continue after its abort. */
const GRACE_MS = 10_000;

/**
 * Runs a step with a signal that aborts when the caller's does or when the time is
 * over. A step that does not obey is left behind a moment later, so that one that
 * hangs is tried again rather than waited for.
 *
 * @throws StepTimeoutError when the time was over
 */
export async function withinTime<T>(
  name: string,
  timeoutMs: number,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timeout = new AbortController();
  const limited = AbortSignal.any([signal, timeout.signal]);
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  let grace: NodeJS.Timeout | undefined;
  const stuck = new Promise<never>((_, reject) => {
    const leaveSoon = () => {
      grace = setTimeout(() => reject(limited.reason), GRACE_MS);
    };
    if (limited.aborted) {
      leaveSoon();
    } else {
      limited.addEventListener('abort', leaveSoon, { once: true });
    }
  });
  try {
    return await Promise.race([run(limited), stuck]);
  } catch (error) {
    if (timeout.signal.aborted && !signal.aborted) {
      throw new StepTimeoutError(
        `The step "${name}" took longer than ${formatDuration(
          timeoutMs / 1000,
        )}.`,
      );
    }
    throw error;
  } finally {
    clearTimeout(timer);
    clearTimeout(grace);
  }
}
