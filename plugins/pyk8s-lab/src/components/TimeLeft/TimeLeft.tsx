import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Text } from '@backstage/ui';
import { useNow } from '../../hooks';
import { describeTimeLeft } from '../../labs';
import { useTranslate } from '../../translation';
import styles from './TimeLeft.module.css';

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
