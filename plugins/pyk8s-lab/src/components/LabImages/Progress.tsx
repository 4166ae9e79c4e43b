import { Alert, Button, Text } from '@backstage/ui';
import { messageOf } from '../../api';
import { type ImageProgress, useCaller, useToasts } from '../../hooks';
import type { ProgressRow } from '../../images';
import { ImportItem } from './ImportItem';
import { JobItem } from './JobItem';
import styles from './LabImages.module.css';

const keyOf = (row: ProgressRow) =>
  row.kind === 'job' ? row.job.id : `import-${row.import.id}`;

/** What brings images in now, and what came of what did. */
export const Progress = ({
  progress: { imports, rows, error, look },
  mayCancelAll,
}: {
  progress: ImageProgress;
  /** Else the person may cancel what is their own. */
  mayCancelAll: boolean;
}) => {
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
        toasts.failure('It could not be cancelled', reason);
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
          title="How far images are is not known"
          description={messageOf(error)}
          customActions={
            <Button size="small" variant="secondary" onPress={look}>
              Try again
            </Button>
          }
        />
      )}
      {rows.length > 0 && (
        <section aria-label="Bringing images in">
          <Text as="h3" variant="body-large" weight="bold">
            Bringing images in
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
