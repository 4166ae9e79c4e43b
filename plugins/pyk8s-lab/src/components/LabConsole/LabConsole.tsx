import type {
  Lab,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Skeleton } from '@backstage/ui';
import type { LabPermissions } from '../../hooks';
import { abilitiesOf } from '../../labs';
import { Console } from './Console';

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
  if (may.isLoading || !options) {
    return <Skeleton width="100%" height={480} />;
  }
  if (!may.mayExec || isHidden) {
    return (
      <Alert
        status="info"
        icon
        role="status"
        title="You may not run commands in this lab"
        description="Its owner may. Ask to become a member of the group that owns it, or to be given the lab."
      />
    );
  }
  if (options.exec.commands.length === 0) {
    return (
      <Alert
        status="info"
        icon
        role="status"
        title="Commands are switched off on this portal"
        description="Use kubectl on your own machine: the tab Connection says how. Administrators of the portal name the commands that may be run in pyk8sLab.exec.commands."
      />
    );
  }
  return (
    <Console
      lab={lab}
      exec={options.exec}
      blockedBy={abilitiesOf(lab).commandsBlockedBy}
    />
  );
};
