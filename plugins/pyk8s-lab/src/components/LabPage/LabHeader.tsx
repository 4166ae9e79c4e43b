import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Container, Flex, Header, useBreakpoint } from '@backstage/ui';
import type { LabActions as Actions, LabPermissions } from '../../hooks';
import type { Connection } from '../../live';
import { labRouteRef } from '../../routes';
import { LabActions } from '../LabActions';
import { LiveIndicator } from '../LiveIndicator';
import { OwnerLink } from '../OwnerLink';
import { SimulatedBadge } from '../Simulated';
import { StatusBadge } from '../StatusBadge';
import { TimeLeft } from '../TimeLeft';
import type { Ended } from './ended';
import styles from './LabPage.module.css';

/** A lab's name, how it is, and what one can do with it. */
export const LabHeader = ({
  lab,
  ended,
  connection,
  actions,
  may,
}: {
  lab: Lab;
  ended: Ended | undefined;
  connection: Connection;
  actions: Actions;
  may: LabPermissions;
}) => {
  const base = useRouteRef(labRouteRef)?.({ id: lab.id }) ?? '';
  // A narrow screen has no room for buttons beside the name.
  const isWide = useBreakpoint().up('sm');
  const buttons = !ended && (
    <LabActions lab={lab} actions={actions} may={may} />
  );
  return (
    <>
      <div className={styles.header}>
        <Header
          title={lab.name}
          customActions={isWide && buttons}
          metadata={metadataOf(lab, ended, connection)}
          tabs={[
            { id: 'overview', label: 'Overview', href: base },
            {
              id: 'connection',
              label: 'Connection',
              href: `${base}/connection`,
            },
            { id: 'console', label: 'Console', href: `${base}/console` },
            { id: 'logs', label: 'Logs', href: `${base}/logs` },
            { id: 'images', label: 'Images', href: `${base}/images` },
            { id: 'activity', label: 'Activity', href: `${base}/activity` },
          ]}
        />
      </div>
      {!isWide && buttons && (
        <Container>
          <Flex gap="2" style={{ flexWrap: 'wrap' }}>
            {buttons}
          </Flex>
        </Container>
      )}
    </>
  );
};

function metadataOf(
  lab: Lab,
  ended: Ended | undefined,
  connection: Connection,
) {
  const status = ended === 'gone' ? 'DELETED' : lab.status;
  const items = [
    { label: 'Status', value: <StatusBadge status={status} /> },
    { label: 'Owner', value: <OwnerLink entityRef={lab.owner} /> },
  ];
  if (lab.simulated) {
    items.push({ label: 'Provider', value: <SimulatedBadge /> });
  }
  if (!ended) {
    items.splice(1, 0, { label: 'Time left', value: <TimeLeft lab={lab} /> });
    items.push({
      label: 'Updates',
      value: <LiveIndicator connection={connection} />,
    });
  }
  return items;
}
