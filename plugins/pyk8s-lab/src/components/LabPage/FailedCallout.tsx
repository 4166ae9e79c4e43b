import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, ButtonLink } from '@backstage/ui';
import { labRouteRef } from '../../routes';
import { type Translate, useTranslate } from '../../translation';
import { CopyBlock } from '../common/CopyBlock';
import styles from './LabCallouts.module.css';

/** What to say of a lab in ERROR, around the provider's own words. */
interface FailureWords {
  title: string;
  /** What can be done. */
  advice: string;
}

/** Says what went wrong: a lab was not made, or was lost after it had run. */
function describeFailure(
  t: Translate,
  lab: Pick<Lab, 'runningAt'>,
): FailureWords {
  const kind = lab.runningAt ? 'lost' : 'notMade';
  return {
    title: t(`failure.${kind}.title`),
    advice: t(`failure.${kind}.advice`),
  };
}

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
