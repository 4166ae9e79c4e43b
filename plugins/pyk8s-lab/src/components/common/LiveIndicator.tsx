import type { Connection } from '../../watch';
import { useTranslate } from '../../translation';
import styles from './LiveIndicator.module.css';

/** Says whether what is on the page is up to date. */
export const LiveIndicator = ({ connection }: { connection: Connection }) => {
  const t = useTranslate();
  return (
    <span
      className={styles.indicator}
      title={t(`liveIndicator.${connection}.hint`)}
      role="status"
    >
      <span
        className={`${styles.dot} ${styles[connection]}`}
        aria-hidden="true"
      />
      {t(`liveIndicator.${connection}.text`)}
    </span>
  );
};
