import type {
  Lab,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiLoader4Line,
  RiPauseCircleLine,
  RiTimeLine,
} from '@remixicon/react';
import { Text } from '@backstage/ui';
import { useNow } from '../../hooks';
import {
  currentStepOf,
  describeTimeLeft,
  describeWaiting,
  formatElapsed,
  lookOf,
  secondsBetween,
} from '../../labs';
import { type Translate, useTranslate } from '../../translation';
import styles from './LabStatus.module.css';

function iconOf(status: LabStatus) {
  switch (status) {
    case 'RUNNING':
      return RiCheckboxCircleLine;
    case 'ERROR':
    case 'DELETED':
      return RiCloseCircleLine;
    case 'PAUSED':
      return RiPauseCircleLine;
    case 'QUEUED':
      return RiTimeLine;
    default:
      return RiLoader4Line;
  }
}

/** The status of a lab: an icon, a word and a colour. */
export const StatusBadge = ({ status }: { status: LabStatus }) => {
  const t = useTranslate();
  const { tone, isBusy } = lookOf(status);
  const Icon = iconOf(status);
  const turns = isBusy && status !== 'QUEUED';
  return (
    <span className={`${styles.badge} ${styles[tone]}`}>
      <Icon
        size={16}
        aria-hidden="true"
        className={turns ? styles.turning : undefined}
      />
      {t(`status.${status}`)}
    </span>
  );
};

/** In one line: the step that runs now and since when, or why a lab waits. */
export const PhaseNow = ({ lab }: { lab: Lab }) => {
  const t = useTranslate();
  const step = currentStepOf(lab);
  const startedAt = step?.startedAt;
  const elapsed = useNow(
    now => startedAt && formatElapsed(secondsBetween(startedAt, now)),
    startedAt !== undefined,
  );
  const text = step?.title ?? whyItWaits(t, lab);
  if (!text) {
    return null;
  }
  return (
    <Text
      variant="body-small"
      color="secondary"
      className={lab.status === 'QUEUED' ? styles.reason : styles.line}
      title={text}
    >
      {text}
      {elapsed && (
        <>
          {' · '}
          <span role="timer">{elapsed}</span>
        </>
      )}
    </Text>
  );
};

function whyItWaits(t: Translate, lab: Lab): string | undefined {
  return lab.status === 'QUEUED'
    ? describeWaiting(t, lab)
    : lab.statusMessage || undefined;
}

/** How long a lab still has, counting down. */
export const TimeLeft = ({ lab }: { lab: Lab }) => {
  const t = useTranslate();
  const counts = lab.runningAt !== undefined || lab.status === 'ERROR';
  const text = useNow(now => describeTimeLeft(t, lab, now)?.text, counts);
  const urgency = useNow(now => describeTimeLeft(t, lab, now)?.urgency, counts);
  if (!text || !urgency) {
    return (
      <Text color="secondary" aria-label={t('timeLeft.none')}>
        –
      </Text>
    );
  }
  // A timer is not announced each second, unlike other text that changes.
  return (
    <span role="timer" className={`${styles.time} ${styles[urgency]}`}>
      {text}
    </span>
  );
};
