import type { ReactNode } from 'react';
import styles from './Terminal.module.css';

/** Where programs print; dark in every theme, with tokens of the dark one. */
export const Terminal = ({ children }: { children: ReactNode }) => (
  <div data-theme-mode="dark" className={styles.terminal}>
    {children}
  </div>
);
