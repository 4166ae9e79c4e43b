import type { LabStatus } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiLoader4Line,
  RiPauseCircleLine,
  RiTimeLine,
} from '@remixicon/react';
import { lookOf } from '../../labs';
import { useTranslate } from '../../translation';
import styles from './StatusBadge.module.css';

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
