import styles from './ProgressBar.module.css';

/** How far something is. */
export const ProgressBar = ({
  label,
  percent,
}: {
  label: string;
  /** Undefined where it is not known. */
  percent: number | undefined;
}) => (
  <progress className={styles.bar} aria-label={label} value={percent} max={100}>
    {percent === undefined ? '' : `${percent}%`}
  </progress>
);
