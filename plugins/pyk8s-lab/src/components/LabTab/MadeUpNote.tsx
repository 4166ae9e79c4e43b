import { Flex, Text } from '@backstage/ui';
import { SimulatedBadge } from '../Simulated';
import styles from './LabTab.module.css';

/** Says that something here has no cluster behind it. */
export const MadeUpNote = ({ text }: { text: string }) => (
  <Flex align="center" gap="2">
    <SimulatedBadge />
    <Text as="p" color="secondary" className={styles.note}>
      {text}
    </Text>
  </Flex>
);
