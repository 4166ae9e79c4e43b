import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert } from '@backstage/ui';

/** Says what one cannot do while a lab is paused, and what its time does. */
export const PausedCallout = ({ lab }: { lab: Lab }) => {
  const time =
    lab.pausedSecondsLeft === undefined
      ? 'Its time goes on, and it is deleted at its end.'
      : 'Its time stands still until it is resumed.';
  return (
    <Alert
      role="status"
      status="info"
      icon
      title="This lab is paused"
      description={[
        lab.statusMessage,
        'Its nodes are stopped: nothing in it runs, kubectl cannot reach it, and there is no kubeconfig to download. What is in it is kept.',
        time,
      ]
        .filter(Boolean)
        .join(' ')}
    />
  );
};
