import { ButtonIcon } from '@backstage/ui';
import { RiFileCopyLine } from '@remixicon/react';
import { memo } from 'react';
import {
  type ConsoleEntry,
  MAX_SCROLLBACK,
  type OutputBlock,
  textOf,
} from '../../console';
import { useCopy } from '../../hooks';
import { formatSize, useTranslate } from '../../translation';
import { EntryEnding } from './EntryEnding';
import styles from './LabConsole.module.css';

/**
 * Some lines that a command printed. What it printed to its standard error has a
 * word and a line beside it, so that one need not see its colour.
 */
const OutputLines = memo(({ block }: { block: OutputBlock }) => {
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

const CopyOutput = ({ entry }: { entry: ConsoleEntry }) => {
  const t = useTranslate();
  const copy = useCopy();
  return (
    <ButtonIcon
      aria-label={t('console.copyOutput', { command: entry.command })}
      size="small"
      variant="tertiary"
      icon={<RiFileCopyLine />}
      isDisabled={entry.blocks.length === 0}
      onPress={() => copy(textOf(entry.blocks), t('console.copiedOutput'))}
    />
  );
};

/** A command, what it printed, and how it ended. */
export const ConsoleEntryView = memo(
  ({
    entry,
    isWaiting,
    maxOutputBytes,
  }: {
    entry: ConsoleEntry;
    /** It has not started yet. */
    isWaiting: boolean;
    maxOutputBytes: number;
  }) => {
    const t = useTranslate();
    const { command, inputLines, blocks, isCut, ending } = entry;
    return (
      <div role="group" aria-label={command} className={styles.entry}>
        <div className={styles.prompt}>
          <code className={styles.command}>
            <span aria-hidden="true">$ </span>
            {command}
            {inputLines !== undefined && (
              <span className={styles.quiet}>
                {` ${t('console.withInput', { count: inputLines })}`}
              </span>
            )}
          </code>
          <CopyOutput entry={entry} />
        </div>
        {isCut && (
          <p className={styles.hint}>
            {t('console.outputCut', { size: formatSize(t, MAX_SCROLLBACK) })}
          </p>
        )}
        {blocks.length > 0 && (
          <pre className={styles.printed}>
            {blocks.map(block => (
              <OutputLines key={block.id} block={block} />
            ))}
          </pre>
        )}
        <EntryEnding
          ending={ending}
          isWaiting={isWaiting}
          maxOutputBytes={maxOutputBytes}
        />
      </div>
    );
  },
);
