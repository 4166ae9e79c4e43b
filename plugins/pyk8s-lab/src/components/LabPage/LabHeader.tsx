import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Container, Flex, Header, useBreakpoint } from '@backstage/ui';
import { type ReactElement, useEffect, useRef } from 'react';
import { useLocation } from 'react-router-dom';
import type { LabActions as Actions, LabPermissions } from '../../hooks';
import { abilitiesOf } from '../../labs';
import type { Connection } from '../../watch';
import { labRouteRef } from '../../routes';
import { type Translate, useTranslate } from '../../translation';
import { LabActions } from '../LabActions/LabActions';
import { LiveIndicator } from '../common/LiveIndicator';
import { OwnerLink } from '../common/OwnerLink';
import { SimulatedBadge } from '../common/Simulated';
import { StatusBadge, TimeLeft } from '../common/LabStatus';
import type { Ended } from './LabAbsence';
import styles from './LabPage.module.css';

const TABS = [
  'overview',
  'connection',
  'console',
  'logs',
  'images',
  'activity',
] as const;

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
  const t = useTranslate();
  const base = useRouteRef(labRouteRef)?.({ id: lab.id }) ?? '';
  // A narrow screen has no room for buttons beside the name.
  const isWide = useBreakpoint().up('sm');
  const buttons = !ended && (
    <LabActions lab={lab} actions={actions} may={may} />
  );
  const { pathname } = useLocation();
  const header = useRef<HTMLDivElement>(null);
  // On a narrow screen the tabs scroll.
  useEffect(() => {
    header.current
      ?.querySelector('nav a[aria-current="page"]')
      // Unknown to jsdom.
      ?.scrollIntoView?.({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <>
      <div ref={header} className={styles.header}>
        <Header
          title={lab.name}
          customActions={isWide && buttons}
          metadata={metadataOf(t, lab, ended, connection)}
          tabs={tabsOf(lab).map(id => ({
            id,
            label: t(`labPage.tabs.${id}`),
            href: id === 'overview' ? base : `${base}/${id}`,
          }))}
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

/** The Console and images only where the lab's provider has them. */
function tabsOf(lab: Lab) {
  const { hasCommands, hasImages } = abilitiesOf(lab);
  return TABS.filter(
    id => (id !== 'console' || hasCommands) && (id !== 'images' || hasImages),
  );
}

function metadataOf(
  t: Translate,
  lab: Lab,
  ended: Ended | undefined,
  connection: Connection,
) {
  const status = ended === 'gone' ? 'DELETED' : lab.status;
  const items: { label: string; value: ReactElement }[] = [
    { label: t('labPage.status'), value: <StatusBadge status={status} /> },
    { label: t('labPage.owner'), value: <OwnerLink entityRef={lab.owner} /> },
  ];
  if (lab.simulated) {
    items.push({ label: t('labPage.provider'), value: <SimulatedBadge /> });
  }
  if (!ended) {
    items.splice(1, 0, {
      label: t('labPage.timeLeft'),
      value: <TimeLeft lab={lab} />,
    });
    items.push({
      label: t('labPage.updates'),
      value: <LiveIndicator connection={connection} />,
    });
  }
  return items;
}
