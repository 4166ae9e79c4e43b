import { Button, Flex, Text } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import type { Connection } from '../../watch';
import { useTranslate } from '../../translation';
import { LiveIndicator } from '../common/LiveIndicator';
import styles from './EntityLabs.module.css';

/** Whose labs are below, and how to make one more. */
export const EntityLabsHeader = ({
  component,
  connection,
  mayCreate,
  onCreate,
}: {
  /** What people call the component. */
  component: string;
  connection: Connection;
  mayCreate: boolean;
  onCreate: () => void;
}) => {
  const t = useTranslate();
  return (
    <div className={styles.header}>
      <div>
        <Text as="h2" variant="title-x-small" className={styles.title}>
          {t('entity.labs.title', { component })}
        </Text>
        <Text as="p" color="secondary" className={styles.title}>
          {t('entity.labs.text', { component })}
        </Text>
      </div>
      <Flex align="center" gap="3">
        <LiveIndicator connection={connection} />
        {mayCreate && (
          <Button
            variant="primary"
            iconStart={<RiAddLine />}
            onPress={onCreate}
          >
            {t('entity.labs.create')}
          </Button>
        )}
      </Flex>
    </div>
  );
};
