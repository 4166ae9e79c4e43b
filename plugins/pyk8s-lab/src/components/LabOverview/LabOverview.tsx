import type {
  Lab,
  LabEvent,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { LabActions } from '../../hooks';
import { useTranslate } from '../../translation';
import { abilitiesOf } from '../../labs';
import { EditLab } from './EditLab';
import { LabFacts } from './LabFacts';
import { LabNodes } from './LabNodes';
import { PhaseStepper } from './PhaseStepper';
import styles from './LabOverview.module.css';

const Section = ({
  title,
  action,
  children,
}: {
  title: string;
  /** A button beside the title. */
  action?: ReactNode;
  children: ReactNode;
}) => (
  <Card>
    <CardHeader className={styles.header}>
      <Text as="h3" variant="title-x-small" weight="bold">
        {title}
      </Text>
      {action}
    </CardHeader>
    <CardBody>{children}</CardBody>
  </Card>
);

/** What a lab is, and how far it is. */
export const LabOverview = ({
  lab,
  liveEvents,
  options,
  actions,
  mayUpdate,
}: {
  lab: Lab;
  /** What has come over the stream, the newest first. */
  liveEvents: readonly LabEvent[];
  options: LabOptions | undefined;
  actions: LabActions;
  /** The user may change the lab. */
  mayUpdate: boolean;
}) => {
  const t = useTranslate();
  return (
    <div className={styles.grid}>
      <Section title={t('overview.progress.title')}>
        <PhaseStepper lab={lab} />
      </Section>
      <Section
        title={t('overview.about.title')}
        action={
          mayUpdate &&
          abilitiesOf(lab).canEdit && <EditLab lab={lab} actions={actions} />
        }
      >
        <LabFacts
          lab={lab}
          liveEvents={liveEvents}
          options={options}
          actions={actions}
          mayUpdate={mayUpdate}
        />
      </Section>
      {lab.status !== 'DELETED' && (
        <Section title={t('overview.nodes.title')}>
          <LabNodes lab={lab} />
        </Section>
      )}
    </div>
  );
};
