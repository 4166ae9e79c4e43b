import type {
  Lab,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Button } from '@backstage/ui';
import { RiPlayCircleLine } from '@remixicon/react';
import {
  type LabActions,
  type LabPermissions,
  useFormatInstant,
} from '../../hooks';
import { type Translate, useTranslate } from '../../translation';
import { Reserved } from '../common/Reserved';
import { endingTextOf, useEnding } from './ending';
import { ExtendButton } from './ExtendButton';
import styles from './LabCallouts.module.css';

/** Says what a paused lab cannot do and what its timer does, and resumes it. */
export const PausedCallout = ({
  lab,
  options,
  actions,
  may,
}: {
  lab: Lab;
  options: LabOptions | undefined;
  actions: LabActions;
  may: LabPermissions;
}) => {
  const t = useTranslate();
  const formatInstant = useFormatInstant();
  const ending = useEnding(lab, options);
  return (
    <Alert
      role="status"
      status={ending ? 'warning' : 'info'}
      icon
      title={ending ? t('callouts.ending.title') : t('callouts.paused.title')}
      description={
        ending ? (
          endingTextOf(t, lab, ending.left)
        ) : (
          <>
            {[
              lab.statusMessage,
              t('callouts.paused.text'),
              describeTimer(t, lab, formatInstant),
            ]
              .filter(Boolean)
              .join(' ')}
          </>
        )
      }
      customActions={
        (may.mayUpdate || may.isLoading) && (
          <Reserved until={!may.isLoading}>
            <span className={styles.actions}>
              {ending && <ExtendButton lab={lab} actions={actions} />}
              <Button
                size="small"
                variant={ending ? 'secondary' : 'primary'}
                iconStart={<RiPlayCircleLine />}
                isPending={actions.pending === 'resume'}
                onPress={actions.resume}
              >
                {t('callouts.paused.resume')}
              </Button>
            </span>
          </Reserved>
        )
      }
    />
  );
};

function describeTimer(
  t: Translate,
  { expiresAt, pausedSecondsLeft }: Lab,
  formatInstant: ReturnType<typeof useFormatInstant>,
): string | undefined {
  if (pausedSecondsLeft !== undefined) {
    return t('callouts.paused.timeStandsStill');
  }
  return (
    expiresAt &&
    t('callouts.paused.timeGoesOn', { end: formatInstant(expiresAt, 'clock') })
  );
}
