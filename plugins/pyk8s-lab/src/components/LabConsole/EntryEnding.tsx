import {
  RiCheckLine,
  RiCloseCircleLine,
  RiLoader4Line,
} from '@remixicon/react';
import { describeEnding, type Ending } from '../../console';
import { useTranslate } from '../../translation';
import styles from './LabConsole.module.css';

/** How a command ended, or that it still runs. */
export const EntryEnding = ({
  ending,
  isWaiting,
  maxOutputBytes,
}: {
  ending: Ending | undefined;
  /** It has not started yet. */
  isWaiting: boolean;
  maxOutputBytes: number;
}) => {
  const t = useTranslate();
  if (!ending) {
    return (
      <p className={styles.ending}>
        <RiLoader4Line
          size={16}
          aria-hidden="true"
          className={styles.spinner}
        />
        {isWaiting ? t('console.waiting') : t('console.running')}
      </p>
    );
  }
  const { title, details, isGood } = describeEnding(t, ending, maxOutputBytes);
  const Icon = isGood ? RiCheckLine : RiCloseCircleLine;
  return (
    <>
      <p className={isGood ? styles.ending : styles.badEnding}>
        <Icon size={16} aria-hidden="true" />
        {title}
      </p>
      {details.map(detail => (
        <p key={detail} className={styles.detail}>
          {detail}
        </p>
      ))}
    </>
  );
};
