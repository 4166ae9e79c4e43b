import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
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
export const LabOverview = ({ lab }: { lab: Lab }) => (
  <div className={styles.grid}>
    <Section title="Progress">
      <PhaseStepper lab={lab} />
    </Section>
    <Section title="About">
      <LabFacts lab={lab} />
    </Section>
    {lab.status !== 'DELETED' && (
      <Section title="Nodes and conditions">
        <LabNodes lab={lab} />
      </Section>
    )}
  </div>
);
