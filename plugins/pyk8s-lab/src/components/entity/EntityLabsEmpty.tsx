import { Button, Flex, Text } from '@backstage/ui';
import { RiAddLine, RiFlaskLine } from '@remixicon/react';
import { useTranslate } from '../../translation';
import styles from './EntityLabs.module.css';

/** Teaches what labs are for where a component has none. */
export const EntityLabsEmpty = ({
  component,
  mayCreate,
  onCreate,
}: {
  /** What people call the component. */
  component: string;
  mayCreate: boolean;
  onCreate: () => void;
}) => {
  const t = useTranslate();
  return (
    <Flex direction="column" align="center" gap="4" p="6">
      <RiFlaskLine size={48} aria-hidden="true" className={styles.icon} />
      <Text as="h3" variant="title-x-small">
        {t('entity.labs.emptyTitle', { component })}
      </Text>
      <Text as="p" className={styles.text}>
        {t('entity.labs.emptyText', { component })}
      </Text>
      {mayCreate ? (
        <>
          <Button
            variant="primary"
            size="medium"
            iconStart={<RiAddLine />}
            onPress={onCreate}
          >
            {t('entity.labs.emptyCreate', { component })}
          </Button>
          <Text as="p" color="secondary" className={styles.text}>
            {t('entity.labs.emptyTemplate')}
          </Text>
        </>
      ) : (
        <Text as="p" color="secondary" className={styles.text}>
          {t('entity.labs.mayNotCreate')}
        </Text>
      )}
    </Flex>
  );
};
