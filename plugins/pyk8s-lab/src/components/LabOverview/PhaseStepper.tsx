import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Text, VisuallyHidden } from '@backstage/ui';
import {
  RiCheckboxCircleFill,
  RiCheckboxBlankCircleLine,
  RiCloseCircleFill,
  RiLoader4Line,
} from '@remixicon/react';
import { useNow } from '../../hooks';
import {
  describeWaiting,
  formatElapsed,
  makingSecondsOf,
  type PhaseStep,
  secondsBetween,
  stepsOf,
} from '../../labs';
import { type Translate, useTranslate } from '../../translation';
import { ProgressBar } from '../common/ProgressBar';
import styles from './PhaseStepper.module.css';

const ICONS = {
  waiting: RiCheckboxBlankCircleLine,
  running: RiLoader4Line,
  done: RiCheckboxCircleFill,
  failed: RiCloseCircleFill,
};

const Step = ({ step }: { step: PhaseStep }) => {
  const t = useTranslate();
  const { title, state, startedAt, seconds } = step;
  const Icon = ICONS[state];
  const elapsed = useNow(
    now => startedAt && formatElapsed(secondsBetween(startedAt, now)),
    state === 'running',
  );
  return (
    <li
      className={`${styles.step} ${styles[state]}`}
      aria-current={state === 'running' ? 'step' : undefined}
    >
      <Icon size={20} aria-hidden="true" className={styles.icon} />
      <span className={styles.title}>
        {title} <VisuallyHidden>{t(`overview.steps.${state}`)}</VisuallyHidden>
      </span>
      {state === 'running' && (
        <span role="timer" className={styles.time}>
          {elapsed}
        </span>
      )}
      {seconds !== undefined && (
        <span className={styles.time}>
          {seconds < 1
            ? t('overview.steps.lessThanASecond')
            : formatElapsed(seconds)}
        </span>
      )}
    </li>
  );
};

/** The steps in which a lab is made, with how long each took. */
export const PhaseStepper = ({ lab }: { lab: Lab }) => {
  const t = useTranslate();
  const percent = Math.round(lab.progress * 100);
  return (
    <>
      {lab.status === 'PROVISIONING' && (
        <div className={styles.progress}>
          <ProgressBar label={t('overview.progress.title')} percent={percent} />
        </div>
      )}
      <Text as="p" color="secondary" className={styles.summary}>
        {summarize(t, lab, percent).join(' ')}
      </Text>
      <ol className={styles.steps} aria-label={t('overview.progress.steps')}>
        {stepsOf(lab).map(step => (
          <Step key={step.name} step={step} />
        ))}
      </ol>
    </>
  );
};

/** How far a lab is, or how it was made, in sentences. */
function summarize(t: Translate, lab: Lab, percent: number): string[] {
  const seconds = makingSecondsOf(lab);
  const time = seconds === undefined ? undefined : formatElapsed(seconds);
  const attempt =
    lab.attempt > 1
      ? [t('overview.progress.attempt', { number: String(lab.attempt) })]
      : [];
  switch (lab.status) {
    case 'QUEUED':
      return [describeWaiting(t, lab)];
    case 'PROVISIONING':
      return [
        t('overview.progress.percent', { percent: String(percent) }),
        ...attempt,
        lab.statusMessage,
      ];
    case 'ERROR':
      return time === undefined
        ? [t('overview.progress.stopped'), ...attempt]
        : [t('overview.progress.failedAfterwards', { time })];
    default:
      return time === undefined
        ? [t('overview.progress.made')]
        : [t('overview.progress.madeIn', { time }), ...attempt];
  }
}
