import { memo } from 'react';
import type { OutputBlock } from '../../console';
import styles from './LabConsole.module.css';

/**
 * Some lines that a command printed. What it printed to its standard error has a
 * word and a line beside it, so that one need not see its colour.
 */
export const OutputLines = memo(({ block }: { block: OutputBlock }) => {
  const [first, ...others] = block.pieces;
  const isError = first?.stream === 'stderr';
  return (
    <div className={isError ? styles.errorLines : styles.lines}>
      {isError && <span className={styles.stream}>stderr</span>}
      {first?.text}
      {others.map(({ stream, text }, index) => (
        // Pieces of a line are only ever added at its end.
        <span
          key={index}
          className={stream === 'stderr' ? styles.errorPiece : undefined}
          title={stream}
        >
          {text}
        </span>
      ))}
    </div>
  );
});
