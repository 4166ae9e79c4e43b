import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Text } from '@backstage/ui';
import { useNow } from '../../hooks';
import {
  currentStepOf,
  describeWaiting,
  formatElapsed,
  secondsBetween,
} from '../../labs';
import { type Translate, useTranslate } from '../../translation';
import styles from './PhaseNow.module.css';

/** In one line: the step that runs now and since when, or why a lab waits. */
export const PhaseNow = ({ lab }: { lab: Lab }) => {
  const t = useTranslate();
  const step = currentStepOf(lab);
  const startedAt = step?.startedAt;
  const elapsed = useNow(
    now => startedAt && formatElapsed(secondsBetween(startedAt, now)),
    startedAt !== undefined,
  );
  const text = step ? t(`phases.${step.name}`) : whyItWaits(t, lab);
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
