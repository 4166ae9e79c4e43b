import { Button, Flex, Text } from '@backstage/ui';
import { useToasts } from '../../hooks';
import { useTranslate } from '../../translation';
import styles from './LabConsole.module.css';

/** Says where commands are kept, and lets one forget them. */
export const HistoryNote = ({ onForget }: { onForget: () => void }) => {
  const t = useTranslate();
  const toasts = useToasts();
  return (
    <Flex align="center" gap="2" className={styles.wrapping}>
      <Text
        as="p"
        variant="body-small"
        color="secondary"
        className={styles.note}
      >
        {t('console.history')}
      </Text>
      <Button
        size="small"
        variant="tertiary"
        onPress={() => {
          onForget();
          toasts.success(t('console.forgotten'));
        }}
      >
        {t('console.forget')}
      </Button>
    </Flex>
  );
};
