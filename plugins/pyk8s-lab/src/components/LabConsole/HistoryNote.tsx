import { Button, Flex, Text } from '@backstage/ui';
import { useToasts } from '../../hooks';
import styles from './LabConsole.module.css';

/** Says where commands are kept, and lets one forget them. */
export const HistoryNote = ({ onForget }: { onForget: () => void }) => {
  const toasts = useToasts();
  return (
    <Flex align="center" gap="2" className={styles.wrapping}>
      <Text
        as="p"
        variant="body-small"
        color="secondary"
        className={styles.note}
      >
        Arrow up brings back what you ran in this lab. Commands that look as if
        they held a secret are not kept beyond this page, and what commands read
        and print never is.
      </Text>
      <Button
        size="small"
        variant="tertiary"
        onPress={() => {
          onForget();
          toasts.success('The commands of this lab are forgotten');
        }}
      >
        Forget commands
      </Button>
    </Flex>
  );
};
