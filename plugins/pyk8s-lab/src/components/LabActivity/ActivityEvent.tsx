import type { LabEvent } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Text } from '@backstage/ui';
import {
  RiAddCircleLine,
  RiAlertLine,
  RiBox3Line,
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiDeleteBinLine,
  RiEditLine,
  RiHourglassLine,
  RiInformationLine,
  RiKey2Line,
  RiLoader4Line,
  RiPauseCircleLine,
  RiPlayCircleLine,
  RiTerminalBoxLine,
  RiTimeLine,
} from '@remixicon/react';
import { useFormatInstant } from '../../hooks';
import { happeningOf, type HappeningKind } from '../../labs';
import { useTranslate } from '../../translation';
import { OwnerLink } from '../common/OwnerLink';
import styles from './LabActivity.module.css';

const ICONS: Record<HappeningKind, typeof RiTimeLine> = {
  created: RiAddCircleLine,
  progress: RiLoader4Line,
  running: RiCheckboxCircleLine,
  time: RiTimeLine,
  warning: RiAlertLine,
  paused: RiPauseCircleLine,
  resumed: RiPlayCircleLine,
  waiting: RiHourglassLine,
  failed: RiCloseCircleLine,
  changed: RiEditLine,
  key: RiKey2Line,
  command: RiTerminalBoxLine,
  image: RiBox3Line,
  deleted: RiDeleteBinLine,
  other: RiInformationLine,
};

const TONES: Partial<Record<HappeningKind, string>> = {
  running: styles.good,
  warning: styles.warning,
  failed: styles.bad,
};

/** Something that happened to a lab: what, when and by whom. */
export const ActivityEvent = ({ event }: { event: LabEvent }) => {
  const t = useTranslate();
  const formatInstant = useFormatInstant();
  const { title, kind } = happeningOf(t, event.type);
  const Icon = ICONS[kind];
  return (
    <li className={styles.event}>
      <span className={`${styles.icon} ${TONES[kind] ?? ''}`}>
        <Icon size={16} aria-hidden="true" />
      </span>
      <Text as="p" className={styles.message}>
        {event.message || title}
      </Text>
      <Text as="p" variant="body-small" color="secondary" className={styles.by}>
        {title}
        {' · '}
        <time dateTime={event.at}>{formatInstant(event.at, 'medium')}</time>
        {' · '}
        {event.actorRef ? (
          <OwnerLink entityRef={event.actorRef} />
        ) : (
          t('activity.byPortal')
        )}
      </Text>
    </li>
  );
};
