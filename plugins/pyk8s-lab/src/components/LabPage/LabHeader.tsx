import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Container, Flex, Header, useBreakpoint } from '@backstage/ui';
import type { LabActions as Actions } from '../../hooks';
import type { Connection } from '../../live';
import { labRouteRef } from '../../routes';
import { LabActions } from '../LabActions';
import { LiveIndicator } from '../LiveIndicator';
import { OwnerLink } from '../OwnerLink';
import { SimulatedBadge } from '../Simulated';
import { StatusBadge } from '../StatusBadge';
import { TimeLeft } from '../TimeLeft';

/** A lab's name, how it is, and what one can do with it. */
export const LabHeader = ({
  lab,
  isGone,
  connection,
  actions,
}: {
  lab: Lab;
  isGone: boolean;
  connection: Connection;
  actions: Actions;
}) => {
  const base = useRouteRef(labRouteRef)?.({ id: lab.id }) ?? '';
  // A narrow screen has no room for buttons beside the name.
  const isWide = useBreakpoint().up('sm');
  const buttons = !isGone && <LabActions lab={lab} actions={actions} />;
  return (
    <>
      <Header
        title={lab.name}
        customActions={isWide && buttons}
        metadata={metadataOf(lab, isGone, connection)}
        tabs={[
          { id: 'overview', label: 'Overview', href: base },
          { id: 'connection', label: 'Connection', href: `${base}/connection` },
          { id: 'activity', label: 'Activity', href: `${base}/activity` },
        ]}
      />
      {!isWide && buttons && (
        <Container>
          <Flex gap="2">{buttons}</Flex>
        </Container>
      )}
    </>
  );
};

function metadataOf(lab: Lab, isGone: boolean, connection: Connection) {
  const status = isGone ? 'DELETED' : lab.status;
  const items = [
    { label: 'Status', value: <StatusBadge status={status} /> },
    { label: 'Owner', value: <OwnerLink entityRef={lab.owner} /> },
  ];
  if (lab.simulated) {
    items.push({ label: 'Provider', value: <SimulatedBadge /> });
  }
  if (!isGone) {
    items.splice(1, 0, { label: 'Time left', value: <TimeLeft lab={lab} /> });
    items.push({
      label: 'Updates',
      value: <LiveIndicator connection={connection} />,
    });
  }
  return items;
}
