import { Text } from '@backstage/ui';
import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiIndeterminateCircleLine,
  RiLoader4Line,
  RiTimeLine,
} from '@remixicon/react';
import type { ReactNode } from 'react';
import styles from './LabImages.module.css';

/** The state of an import. */
export type ProgressLook =
  | 'waiting'
  | 'running'
  | 'done'
  | 'failed'
  | 'cancelled';

const ICONS = {
  waiting: RiTimeLine,
  running: RiLoader4Line,
  done: RiCheckboxCircleFill,
  failed: RiCloseCircleFill,
  cancelled: RiIndeterminateCircleLine,
};

/** An import: what it is, its state, and what can be done. */
export const ProgressItem = ({
  title,
  look,
  message,
  facts,
  children,
  action,
}: {
  title: string;
  look: ProgressLook;
  message?: string;
  facts?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) => {
  const Icon = ICONS[look];
  return (
    <li className={styles.item}>
      <Icon
        size={20}
        aria-hidden="true"
        className={`${styles.icon} ${styles[look]}`}
      />
      <div className={styles.about}>
        <Text as="p" weight="bold" className={styles.line}>
          {title}
        </Text>
        {children}
        {message && (
          <Text as="p" className={styles.line}>
            {message}
          </Text>
        )}
        {facts && (
          <Text
            as="p"
            variant="body-small"
            color="secondary"
            className={styles.line}
          >
            {facts}
          </Text>
        )}
      </div>
      {action}
    </li>
  );
};
