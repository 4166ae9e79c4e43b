import type {
  Lab,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabPermissions } from '../../hooks';
import { abilitiesOf } from '../../labs';
import { useTranslate } from '../../translation';
import { LabTab, MadeUpNote, OWNER_MAY } from '../LabTab';
import { Console } from './Console';

function refusalOf(mayExec: boolean, commands: readonly string[]) {
  if (!mayExec) {
    return {
      title: 'You may not run commands in this lab',
      description: OWNER_MAY,
    };
  }
  return commands.length > 0
    ? undefined
    : {
        title: 'Commands are switched off on this portal',
        description:
          'Use kubectl on your own machine: the tab Connection says how. Administrators of the portal name the commands that may be run in pyk8sLab.exec.commands.',
      };
}

/** Where one runs commands in a lab, or why one cannot. */
export const LabConsole = ({
  lab,
  options,
  may,
  isHidden,
}: {
  lab: Lab;
  /** Undefined until they are known. */
  options: LabOptions | undefined;
  may: LabPermissions;
  /** The user may not see the lab any more. */
  isHidden: boolean;
}) => {
  const t = useTranslate();
  const obstacle = abilitiesOf(lab).commandsBlockedBy;
  const blockedBy = obstacle && t(obstacle);
  return (
    <LabTab
      isLoading={may.isLoading || !options}
      refusal={
        options && refusalOf(may.mayExec && !isHidden, options.exec.commands)
      }
      blockedBy={blockedBy}
    >
      {lab.simulated && (
        <MadeUpNote text="Nothing really runs: what commands print here is made up." />
      )}
      {options && (
        <Console
          labId={lab.id}
          exec={options.exec}
          isBlocked={blockedBy !== undefined}
        />
      )}
    </LabTab>
  );
};
