import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabPermissions } from '../../hooks';
import { abilitiesOf } from '../../labs';
import { useTranslate } from '../../translation';
import { LabTab } from '../common/LabTab';
import { MadeUpNote } from '../common/Simulated';
import { LogArchive } from './LogArchive';
import { Logs } from './Logs';

/** The logs of a lab, or why one may not read them. */
export const LabLogs = ({
  lab,
  may,
  isHidden,
}: {
  lab: Lab;
  may: LabPermissions;
  /** The user may not see the lab any more. */
  isHidden: boolean;
}) => {
  const t = useTranslate();
  const { clusterLogsBlockedBy: obstacle, hasClusterLogs } = abilitiesOf(lab);
  const blockedBy = obstacle && t(obstacle);
  const mayRead = may.mayReadLogs && !isHidden;
  return (
    <LabTab
      status={lab.status}
      isLoading={may.isLoading}
      refusal={
        mayRead
          ? undefined
          : {
              title: t('logs.refused'),
              description: t('tab.ownerMay'),
            }
      }
      blockedBy={blockedBy}
    >
      {lab.simulated && <MadeUpNote text={t('logs.madeUp')} />}
      <Logs lab={lab} hasOnlyProvisioning={blockedBy !== undefined} />
      {hasClusterLogs && (
        <LogArchive lab={lab} isBlocked={blockedBy !== undefined} />
      )}
    </LabTab>
  );
};
