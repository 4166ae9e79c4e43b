import type {
  Lab,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabPermissions } from '../../hooks';
import { abilitiesOf } from '../../labs';
import { type Translate, useTranslate } from '../../translation';
import { ApplyManifests } from '../ApplyManifests/ApplyManifests';
import { LabTab } from '../common/LabTab';
import { MadeUpNote } from '../common/Simulated';
import { Console } from './Console';

function refusalOf(
  t: Translate,
  mayExec: boolean,
  commands: readonly string[],
) {
  if (!mayExec) {
    return {
      title: t('console.refused'),
      description: t('tab.ownerMay'),
    };
  }
  return commands.length > 0
    ? undefined
    : {
        title: t('console.off'),
        description: t('console.offAdvice'),
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
      status={lab.status}
      isLoading={may.isLoading || !options}
      refusal={
        options && refusalOf(t, may.mayExec && !isHidden, options.exec.commands)
      }
      blockedBy={blockedBy}
    >
      {lab.simulated && <MadeUpNote text={t('console.madeUp')} />}
      {options && (
        <>
          <Console
            lab={lab}
            exec={options.exec}
            isBlocked={blockedBy !== undefined}
          />
          {options.exec.commands.includes('kubectl') && (
            <ApplyManifests lab={lab} isBlocked={blockedBy !== undefined} />
          )}
        </>
      )}
    </LabTab>
  );
};
