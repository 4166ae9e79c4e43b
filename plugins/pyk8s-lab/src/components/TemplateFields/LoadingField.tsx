import { Skeleton, Text, VisuallyHidden } from '@backstage/ui';
import { messageOf } from '../../api';
import { useTranslate } from '../../translation';
import styles from './TemplateFields.module.css';

/** In place of a field: what can be chosen is not known, or why it cannot be. */
export const LoadingField = ({ error }: { error: Error | undefined }) => {
  const t = useTranslate();
  return error ? (
    <Text as="p" color="danger" role="alert" className={styles.note}>
      {t('fields.failed', { reason: messageOf(error) })}
    </Text>
  ) : (
    <div aria-busy="true">
      <VisuallyHidden role="status">{t('fields.loading')}</VisuallyHidden>
      <Skeleton width="100%" height={64} />
    </div>
  );
};
