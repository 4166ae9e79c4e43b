import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { type Outcome, useCapture } from '../analytics';
import type { ConsoleSession, Ending } from '../console';

function outcomeOf(ending: Ending): Outcome {
  switch (ending.how) {
    case 'exited':
      return ending.exitCode === 0 && !ending.timedOut ? 'success' : 'failed';
    case 'cancelled':
    case 'refused':
      return ending.how;
    default:
      return 'failed';
  }
}

/**
 * Runs what was typed into the console of a lab.
 *
 * @param session - the console
 * @param lab - the lab that it is of
 * @returns a function that takes the seconds after which the server ends a command,
 *   and the programs that may be run
 */
export function useRunCommand(
  session: ConsoleSession,
  { provider }: Pick<Lab, 'provider'>,
): (timeoutSeconds: number, programs: readonly string[]) => Promise<void> {
  const capture = useCapture();
  return async (timeoutSeconds, programs) => {
    const ending = await session.run(timeoutSeconds, programs);
    if (ending) {
      capture({
        action: 'run',
        subject: 'command',
        attributes: { provider, outcome: outcomeOf(ending) },
      });
    }
  };
}
