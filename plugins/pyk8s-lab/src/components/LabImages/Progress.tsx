import { Alert, Button, Text } from '@backstage/ui';
import { messageOf } from '../../api';
import { type ImageProgress, useCaller, useToasts } from '../../hooks';
import type { ProgressRow } from '../../images';
import { useTranslate } from '../../translation';
import { ImportItem } from './ImportItem';
import { JobItem } from './JobItem';
import styles from './LabImages.module.css';

const keyOf = (row: ProgressRow) =>
  row.kind === 'job' ? row.job.id : `import-${row.import.id}`;

/** Imports that run, and the results of those that ended. */
export const Progress = ({
  progress: { imports, rows, error, look },
  mayCancelAll,
}: {
  progress: ImageProgress;
  /** Else the person may cancel what is their own. */
  mayCancelAll: boolean;
}) => {
  const t = useTranslate();
  const me = useCaller()?.userEntityRef;
  const toasts = useToasts();

  const cancel = async (row: ProgressRow) => {
    if (row.import) {
      await imports.cancel(
        row.import.id,
        row.kind === 'job' ? row.job : undefined,
      );
    } else if (row.kind === 'job') {
      try {
        await imports.cancelJob(row.job);
      } catch (reason) {
        toasts.failure(t('images.progress.notCancelled'), reason);
      }
    }
  };
  return (
    <>
      {error && (
        <Alert
          status="warning"
          icon
          role="alert"
          title={t('images.progress.unknown')}
          description={messageOf(error)}
          customActions={
            <Button size="small" variant="secondary" onPress={look}>
              {t('images.progress.tryAgain')}
            </Button>
          }
        />
      )}
      {rows.length > 0 && (
        <section aria-label={t('images.progress.title')}>
          <Text as="h3" variant="body-large" weight="bold">
            {t('images.progress.title')}
          </Text>
          <ul className={styles.items}>
            {rows.map(row =>
              row.kind === 'job' ? (
                <JobItem
                  key={keyOf(row)}
                  job={row.job}
                  onCancel={
                    mayCancelAll || row.job.createdBy === me
                      ? () => cancel(row)
                      : undefined
                  }
                />
              ) : (
                <ImportItem
                  key={keyOf(row)}
                  item={row.import}
                  onCancel={() => cancel(row)}
                  onForget={() => imports.forget(row.import.id)}
                />
              ),
            )}
          </ul>
        </section>
      )}
    </>
  );
};
