import {
  followLab,
  formatDuration,
  type Lab,
  type LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  CliError,
  EXIT,
  InterruptedError,
  isNotFound,
  isPassing,
} from '../errors';
import { outcomeOf, type Awaited } from './outcome';

/**
 * Waits until a lab reaches a status.
 *
 * @param options - onLab: called on each change; interrupted: aborted by Ctrl-C
 * @throws CliError when it cannot reach it or not in time; InterruptedError
 */
export async function waitForLab(
  labs: Pick<LabApi, 'getLab' | 'streamLabs'>,
  lab: Lab,
  options: {
    awaited: Awaited;
    timeoutSeconds: number;
    onLab: (lab: Lab) => void;
    interrupted: AbortSignal;
  },
): Promise<Lab> {
  const { awaited, timeoutSeconds, interrupted } = options;
  const timeUp = AbortSignal.timeout(timeoutSeconds * 1000);
  const signal = AbortSignal.any([timeUp, interrupted]);
  let latest: Lab | undefined;
  try {
    const following = followLab(labs, lab.id, { signal, isPassing });
    for await (const seen of following) {
      latest = seen;
      options.onLab(seen);
      const outcome = outcomeOf(seen, awaited);
      if (outcome === 'reached') {
        return seen;
      }
      if (outcome !== 'waiting') {
        throw new CliError(outcome.never);
      }
    }
  } catch (error) {
    if (error instanceof CliError) {
      throw error;
    }
    if (awaited === 'DELETED' && isNotFound(error)) {
      // Deleted labs are removed from the database after a while.
      return { ...(latest ?? lab), status: 'DELETED' };
    }
    if (interrupted.aborted) {
      throw new InterruptedError();
    }
    if (!timeUp.aborted) {
      throw error;
    }
  }
  throw new CliError(
    `The lab ${lab.name} was not ${awaited} within ${formatDuration(
      timeoutSeconds,
    )}${
      latest ? `; it is ${latest.status}` : ''
    }. Wait on with "pyk8s cluster wait ${
      lab.name
    } --for ${awaited.toLowerCase()}", or give a longer --timeout.`,
    EXIT.timedOut,
  );
}
