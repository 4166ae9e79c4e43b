import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert } from '@backstage/ui';
import { useTranslate } from '../../translation';

/** Says what one cannot do while a lab is paused, and what its time does. */
export const PausedCallout = ({ lab }: { lab: Lab }) => {
  const t = useTranslate();
  const time =
    lab.pausedSecondsLeft === undefined
      ? t('callouts.paused.timeGoesOn')
      : t('callouts.paused.timeStandsStill');
  return (
    <Alert
      role="status"
      status="info"
      icon
      title={t('callouts.paused.title')}
      description={[lab.statusMessage, t('callouts.paused.text'), time]
        .filter(Boolean)
        .join(' ')}
    />
  );
};
