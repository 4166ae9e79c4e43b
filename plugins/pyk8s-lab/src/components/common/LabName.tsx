import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Flex, Link, Text } from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { labRouteRef } from '../../routes';
import { SimulatedBadge } from './Simulated';
import styles from './LabName.module.css';

/** A lab's name with a link to its page, and what it is for. */
export const LabName = ({ lab }: { lab: Lab }) => {
  const labRoute = useRouteRef(labRouteRef);
  return (
    <div className={styles.name}>
      <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
        <Link href={labRoute?.({ id: lab.id })} weight="bold" standalone>
          {lab.name}
        </Link>
        {lab.simulated && <SimulatedBadge />}
      </Flex>
      {lab.purpose && (
        <Text
          variant="body-small"
          color="secondary"
          className={styles.purpose}
          title={lab.purpose}
        >
          {lab.purpose}
        </Text>
      )}
    </div>
  );
};
