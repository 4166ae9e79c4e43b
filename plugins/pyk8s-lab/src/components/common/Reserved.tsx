import type { ReactNode } from 'react';
import styles from './Reserved.module.css';

/**
 * Keeps the room of what may be shown until it is known whether it may, so that
 * nothing moves then. Until then nobody can see or reach it.
 */
export const Reserved = ({
  until,
  children,
}: {
  /** True once it is known. */
  until: boolean;
  children: ReactNode;
}) => (
  <div className={until ? styles.shown : `${styles.shown} ${styles.hidden}`}>
    {children}
  </div>
);
