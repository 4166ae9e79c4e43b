import type {
  Lab,
  LabEvent,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { LabActions } from '../../hooks';
import { useTranslate } from '../../translation';
import { LabFacts } from './LabFacts';
import { LabNodes } from './LabNodes';
import { PhaseStepper } from './PhaseStepper';
import styles from './LabOverview.module.css';

const Section = ({
  title,
  children,
}: {
  title: string;
  children: ReactNode;
}) => (
  <Card>
    <CardHeader>
      <Text as="h3" variant="title-x-small" weight="bold">
        {title}
      </Text>
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
  mayHandOver,
}: {
  lab: Lab;
  /** What has come over the stream, the newest first. */
  liveEvents: readonly LabEvent[];
  options: LabOptions | undefined;
  actions: LabActions;
  /** The user may give the lab to another owner. */
  mayHandOver: boolean;
}) => {
  const t = useTranslate();
  return (
    <div className={styles.grid}>
      <Section title={t('overview.progress.title')}>
        <PhaseStepper lab={lab} />
      </Section>
      <Section title={t('overview.about.title')}>
        <LabFacts
          lab={lab}
          liveEvents={liveEvents}
          options={options}
          actions={actions}
          mayHandOver={mayHandOver}
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
