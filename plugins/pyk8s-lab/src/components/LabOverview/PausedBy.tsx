import type {
  Lab,
  LabEvent,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useLatestPause } from '../../hooks';
import { OwnerLink } from '../OwnerLink';

/** Who paused a lab, as its activity says. */
export const PausedBy = ({
  lab,
  liveEvents,
}: {
  lab: Lab;
  /** What has come over the stream, the newest first. */
  liveEvents: readonly LabEvent[];
}) => {
  const pause = useLatestPause(lab.id, liveEvents);
  if (!pause) {
    return null;
  }
  return pause.actorRef ? (
    <>
      by <OwnerLink entityRef={pause.actorRef} />
    </>
  ) : (
    <>by the portal</>
  );
};
