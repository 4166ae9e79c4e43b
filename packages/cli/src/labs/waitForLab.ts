import {
  awaitLab,
  formatDuration,
  type AwaitedLabStatus,
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
    awaited: AwaitedLabStatus;
    timeoutSeconds: number;
    onLab: (lab: Lab) => void;
    interrupted: AbortSignal;
  },
): Promise<Lab> {
  const { awaited, timeoutSeconds, interrupted } = options;
  const timeUp = AbortSignal.timeout(timeoutSeconds * 1000);
  let latest: Lab | undefined;
  try {
    const { lab: last, outcome } = await awaitLab(labs, lab.id, {
      awaited,
      signal: AbortSignal.any([timeUp, interrupted]),
      isPassing,
      onLab: seen => {
        latest = seen;
        options.onLab(seen);
      },
    });
    if (outcome === 'reached') {
      return last;
    }
    throw new CliError(
      outcome === 'deleted' ? goneMessage(last, awaited) : failedMessage(last),
    );
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

function goneMessage({ name }: Lab, awaited: AwaitedLabStatus): string {
  return `The lab ${name} was deleted or has expired, so it will not be ${awaited}: create another with "pyk8s cluster create".`;
}

function failedMessage({ name, statusMessage }: Lab): string {
  const why = statusMessage && `: ${statusMessage}`;
  return `The lab ${name} is in ERROR${why}. See "pyk8s cluster logs ${name} --source provisioning"; "pyk8s cluster retry ${name}" recreates it, "pyk8s cluster delete ${name}" removes it.`;
}
