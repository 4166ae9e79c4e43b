import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, ButtonLink } from '@backstage/ui';
import { describeFailure } from '../../labs';
import { labRouteRef } from '../../routes';
import { useTranslate } from '../../translation';
import { CopyBlock } from '../common/CopyBlock';
import styles from './LabCallouts.module.css';

/** Says what is wrong with a lab in the provider's words, and what to do. */
export const FailedCallout = ({
  lab,
  mayReadLogs,
}: {
  lab: Lab;
  mayReadLogs: boolean;
}) => {
  const t = useTranslate();
  const base = useRouteRef(labRouteRef)?.({ id: lab.id }) ?? '';
  const { title, advice } = describeFailure(t, lab);
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={title}
      description={
        <>
          <p className={styles.advice}>{advice}</p>
          <CopyBlock
            text={lab.statusMessage || t('callouts.failed.noReason')}
            what={t('callouts.failed.reason')}
          />
          {mayReadLogs && (
            <ButtonLink size="small" variant="secondary" href={`${base}/logs`}>
              {t('callouts.failed.readLog')}
            </ButtonLink>
          )}
        </>
      }
    />
  );
};
