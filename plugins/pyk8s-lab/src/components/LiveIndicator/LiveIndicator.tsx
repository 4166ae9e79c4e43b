import type { Connection } from '../../live';
import styles from './LiveIndicator.module.css';

const WORDS: Record<Connection, { text: string; hint: string }> = {
  connecting: {
    text: 'Connecting',
    hint: 'Connecting to the stream of changes.',
  },
  live: { text: 'Live', hint: 'Changes appear by themselves.' },
  reconnecting: {
    text: 'Reconnecting',
    hint: 'The connection is interrupted. It is tried again by itself; until then the page is refreshed every 15 seconds.',
  },
};

/** Says whether what is on the page is up to date. */
export const LiveIndicator = ({ connection }: { connection: Connection }) => {
  const { text, hint } = WORDS[connection];
  return (
    <span className={styles.indicator} title={hint} role="status">
      <span
        className={`${styles.dot} ${styles[connection]}`}
        aria-hidden="true"
      />
      {text}
    </span>
  );
};
