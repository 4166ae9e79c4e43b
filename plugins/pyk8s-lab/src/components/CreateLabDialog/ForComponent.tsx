import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import { useTranslate } from '../../translation';
import styles from './CreateLabDialog.module.css';

/** Says for which component a lab is made. */
export const ForComponent = ({ entityRef }: { entityRef: string }) => {
  const t = useTranslate();
  return (
    <Text as="p" className={styles.hint}>
      {t('entity.labs.forComponent', {
        component: (
          <strong>
            <EntityDisplayName entityRef={entityRef} disableTooltip />
          </strong>
        ),
      })}
    </Text>
  );
};
