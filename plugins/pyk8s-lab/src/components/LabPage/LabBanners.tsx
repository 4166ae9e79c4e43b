import { useRouteRef } from '@backstage/frontend-plugin-api';
import type {
  Lab,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, ButtonLink, Flex } from '@backstage/ui';
import type { LabActions, LabPermissions } from '../../hooks';
import { labsRouteRef } from '../../routes';
import { EndingCallout, FailedCallout, PausedCallout } from '../LabCallouts';
import { SimulatedBanner } from '../Simulated';
import type { Ended } from './ended';
import styles from './LabPage.module.css';

const WORDS: Record<Ended, { title: string; description: string }> = {
  gone: {
    title: 'This lab is deleted',
    description:
      'Nothing of its cluster is left. What happened to it stays here for a while.',
  },
  hidden: {
    title: 'You do not see this lab any more',
    description:
      'It was handed over to somebody else, or your rights have changed. What is on this page is how it was last.',
  },
};

const EndedBanner = ({ ended }: { ended: Ended }) => {
  const labsRoute = useRouteRef(labsRouteRef);
  return (
    <Alert
      role="status"
      status="info"
      icon
      {...WORDS[ended]}
      customActions={
        <ButtonLink size="small" variant="secondary" href={labsRoute?.()}>
          Back to all labs
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
}) => (
  <Flex direction="column" gap="4" className={styles.banners}>
    {ended && <EndedBanner ended={ended} />}
    {lab.simulated && (
      <SimulatedBanner
        title="This lab is simulated: no cluster stands behind it"
        options={options}
      />
    )}
    {!ended && (
      <EndingCallout lab={lab} options={options} actions={actions} may={may} />
    )}
    {!ended && lab.status === 'PAUSED' && <PausedCallout lab={lab} />}
    {!ended && lab.status === 'ERROR' && (
      <FailedCallout lab={lab} mayReadLogs={may.mayReadLogs} />
    )}
  </Flex>
);
