import { useRouteRef } from '@backstage/frontend-plugin-api';
import type {
  Lab,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, ButtonLink, Flex } from '@backstage/ui';
import type { LabActions, LabPermissions } from '../../hooks';
import { labsRouteRef } from '../../routes';
import { useTranslate } from '../../translation';
import { EndingCallout } from './EndingCallout';
import { FailedCallout } from './FailedCallout';
import { PausedCallout } from './PausedCallout';
import { SimulatedBanner } from '../common/Simulated';
import type { Ended } from './LabAbsence';
import styles from './LabPage.module.css';

const EndedBanner = ({ ended }: { ended: Ended }) => {
  const t = useTranslate();
  const labsRoute = useRouteRef(labsRouteRef);
  return (
    <Alert
      role="status"
      status="info"
      icon
      title={t(`labPage.${ended}.title`)}
      description={t(`labPage.${ended}.text`)}
      customActions={
        <ButtonLink size="small" variant="secondary" href={labsRoute?.()}>
          {t('labPage.backToLabs')}
        </ButtonLink>
      }
    />
  );
};

/** What one must know of a lab before all else. */
export const LabBanners = ({
  lab,
  ended,
  options,
  actions,
  may,
}: {
  lab: Lab;
  ended: Ended | undefined;
  options: LabOptions | undefined;
  actions: LabActions;
  may: LabPermissions;
}) => {
  const t = useTranslate();
  // One notice for a paused lab, however little time it has left.
  const Timer = lab.status === 'PAUSED' ? PausedCallout : EndingCallout;
  return (
    <Flex direction="column" gap="4" className={styles.banners}>
      {ended && <EndedBanner ended={ended} />}
      {lab.simulated && (
        <SimulatedBanner title={t('simulated.thisLab')} options={options} />
      )}
      {!ended && (
        <Timer lab={lab} options={options} actions={actions} may={may} />
      )}
      {!ended && lab.status === 'ERROR' && (
        <FailedCallout lab={lab} mayReadLogs={may.mayReadLogs} />
      )}
    </Flex>
  );
};
