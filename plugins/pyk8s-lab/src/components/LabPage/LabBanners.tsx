import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, ButtonLink, Flex } from '@backstage/ui';
import { useLabOptions } from '../../hooks';
import { labsRouteRef } from '../../routes';
import { CopyBlock } from '../CopyBlock';
import { SimulatedBanner } from '../Simulated';
import styles from './LabPage.module.css';

const SimulatedLabBanner = () => {
  const { options } = useLabOptions();
  return (
    <SimulatedBanner
      title="This lab is simulated: no cluster stands behind it"
      options={options}
    />
  );
};

/** What one must know of a lab before all else. */
export const LabBanners = ({ lab, isGone }: { lab: Lab; isGone: boolean }) => {
  const labsRoute = useRouteRef(labsRouteRef);
  return (
    <Flex direction="column" gap="4" className={styles.banners}>
      {isGone && (
        <Alert
          role="status"
          status="info"
          icon
          title="This lab is deleted"
          description="Nothing of its cluster is left. What happened to it stays here for a while."
          customActions={
            <ButtonLink size="small" variant="secondary" href={labsRoute?.()}>
              Back to all labs
            </ButtonLink>
          }
        />
      )}
      {lab.simulated && <SimulatedLabBanner />}
      {!isGone && lab.status === 'ERROR' && (
        <Alert
          role="alert"
          status="danger"
          icon
          title="The lab failed"
          description={
            <CopyBlock
              text={lab.statusMessage || 'The provider gave no reason.'}
              what="What the provider said"
            />
          }
        />
      )}
    </Flex>
  );
};
