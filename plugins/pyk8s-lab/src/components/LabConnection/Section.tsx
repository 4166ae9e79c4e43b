import { Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './LabConnection.module.css';

/** One way to reach a lab. */
export const Section = ({
  title,
  help,
  children,
}: {
  title: string;
  help?: string;
  children: ReactNode;
}) => (
  <section>
    <Text as="h3" variant="body-large" weight="bold">
      {title}
    </Text>
    {help && (
      <Text as="p" color="secondary" className={styles.text}>
        {help}
      </Text>
    )}
    {children}
  </section>
);
