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
  describeQueue,
  formatElapsed,
  makingSecondsOf,
  type PhaseStep,
  secondsBetween,
  stepsOf,
} from '../../labs';
import { ProgressBar } from '../ProgressBar';
import styles from './PhaseStepper.module.css';

const ICONS = {
  waiting: RiCheckboxBlankCircleLine,
  running: RiLoader4Line,
  done: RiCheckboxCircleFill,
  failed: RiCloseCircleFill,
};

const STATES = {
  waiting: 'not begun',
  running: 'running',
  done: 'done',
  failed: 'failed',
};

const Step = ({ step }: { step: PhaseStep }) => {
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
        {title} <VisuallyHidden>{STATES[state]}</VisuallyHidden>
      </span>
      {state === 'running' && (
        <span role="timer" className={styles.time}>
          {elapsed}
        </span>
      )}
      {seconds !== undefined && (
        <span className={styles.time}>
          {seconds < 1 ? '<1s' : formatElapsed(seconds)}
        </span>
      )}
    </li>
  );
};

/** The steps in which a lab is made, with how long each took. */
export const PhaseStepper = ({ lab }: { lab: Lab }) => {
  const percent = Math.round(lab.progress * 100);
  const total = makingSecondsOf(lab);
  return (
    <>
      {lab.status === 'PROVISIONING' && (
        <div className={styles.progress}>
          <ProgressBar label="Progress" percent={percent} />
        </div>
      )}
      <Text as="p" color="secondary" className={styles.summary}>
        {summarize(lab, total)}
      </Text>
      <ol className={styles.steps} aria-label="Steps">
        {stepsOf(lab).map(step => (
          <Step key={step.name} step={step} />
        ))}
      </ol>
    </>
  );
};

function summarize(lab: Lab, total: number | undefined): string {
  const attempt = lab.attempt > 1 ? ` Attempt ${lab.attempt}.` : '';
  switch (lab.status) {
    case 'QUEUED':
      return [describeQueue(lab), lab.statusMessage].filter(Boolean).join(' ');
    case 'PROVISIONING':
      return `${Math.round(lab.progress * 100)} % done.${attempt} ${
        lab.statusMessage
      }`;
    case 'ERROR':
      return total === undefined
        ? `Stopped before it was done.${attempt}`
        : `Made in ${formatElapsed(total)}, and failed afterwards.`;
    default:
      return total === undefined
        ? 'Made.'
        : `Made in ${formatElapsed(total)}.${attempt}`;
  }
}
