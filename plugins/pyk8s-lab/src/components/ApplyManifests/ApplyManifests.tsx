import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button, Text, VisuallyHidden } from '@backstage/ui';
import { RiFileUploadLine } from '@remixicon/react';
import { useState } from 'react';
import { useManifests, useToasts } from '../../hooks';
import { describeJobEnd, isRunning } from '../../jobs/describe';
import { useTranslate } from '../../translation';
import { JobItem } from '../LabImages/JobItem';
import { ApplyDialog } from './ApplyDialog';
import styles from './ApplyManifests.module.css';

/** Applies manifests to a lab, and shows what became of the last ones. */
export const ApplyManifests = ({
  lab,
  isBlocked,
}: {
  lab: Lab;
  /** Nothing can be applied now. */
  isBlocked: boolean;
}) => {
  const t = useTranslate();
  const toasts = useToasts();
  const manifests = useManifests(lab);
  const { jobs, cancel } = manifests;
  const [isOpen, setIsOpen] = useState(false);
  const [newest] = jobs;
  return (
    <section aria-label={t('apply.title')} className={styles.section}>
      <div className={styles.head}>
        <Button
          variant="secondary"
          iconStart={<RiFileUploadLine />}
          isDisabled={isBlocked}
          onPress={() => setIsOpen(true)}
        >
          {t('apply.open')}
        </Button>
        <Text as="p" color="secondary" className={styles.note}>
          {t('apply.note')}
        </Text>
      </div>
      {jobs.length > 0 && (
        <ul className={styles.jobs}>
          {jobs.map(job => (
            <JobItem
              key={job.id}
              job={job}
              onCancel={() =>
                cancel(job).catch(reason =>
                  toasts.failure(t('apply.notCancelled'), reason),
                )
              }
            />
          ))}
        </ul>
      )}
      <VisuallyHidden role="status">
        {newest &&
          !isRunning(newest) &&
          `${describeJobEnd(t, newest)}: ${newest.message}`}
      </VisuallyHidden>
      {isOpen && (
        <ApplyDialog
          lab={lab}
          manifests={manifests}
          onClose={() => setIsOpen(false)}
        />
      )}
    </section>
  );
};
