import type {
  Lab,
  LabEvent,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useLatestPause } from '../../hooks';
import { useTranslate } from '../../translation';
import { OwnerLink } from '../common/OwnerLink';

/** Since when a lab is paused, and who paused it, as its activity says. */
export const PausedBy = ({
  lab,
  liveEvents,
  time,
}: {
  lab: Lab;
  /** What has come over the stream, the newest first. */
  liveEvents: readonly LabEvent[];
  /** Since when, in words. */
  time: string;
}) => {
  const t = useTranslate();
  const pause = useLatestPause(lab.id, liveEvents);
  if (!pause) {
    return <>{time}</>;
  }
  if (!pause.actorRef) {
    return <>{t('overview.about.pausedByPortal', { time })}</>;
  }
  const person = <OwnerLink entityRef={pause.actorRef} />;
  return t('overview.about.pausedBy', { time, person });
};
