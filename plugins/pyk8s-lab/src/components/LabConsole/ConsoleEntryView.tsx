import { ButtonIcon } from '@backstage/ui';
import { RiFileCopyLine } from '@remixicon/react';
import { memo } from 'react';
import { type ConsoleEntry, textOf } from '../../console';
import { useCopy } from '../../hooks';
import { EntryEnding } from './EntryEnding';
import { OutputLines } from './OutputLines';
import styles from './LabConsole.module.css';

const CopyOutput = ({ entry }: { entry: ConsoleEntry }) => {
  const copy = useCopy();
  return (
    <ButtonIcon
      aria-label={`Copy the output of ${entry.command}`}
      size="small"
      variant="tertiary"
      icon={<RiFileCopyLine />}
      isDisabled={entry.blocks.length === 0}
      onPress={() => copy(textOf(entry.blocks), 'The output')}
    />
  );
};

/** A command, what it printed, and how it ended. */
export const ConsoleEntryView = memo(
  ({
    entry,
    maxOutputBytes,
  }: {
    entry: ConsoleEntry;
    maxOutputBytes: number;
  }) => {
    const { command, inputLines, blocks, isCut, ending } = entry;
    return (
      <div role="group" aria-label={command} className={styles.entry}>
        <div className={styles.prompt}>
          <code className={styles.command}>
            <span aria-hidden="true">$ </span>
            {command}
            {inputLines !== undefined && (
              <span className={styles.quiet}>
                {` (with ${inputLines} ${
                  inputLines === 1 ? 'line' : 'lines'
                } of input)`}
              </span>
            )}
          </code>
          <CopyOutput entry={entry} />
        </div>
        {isCut && (
          <p className={styles.hint}>
            The beginning is not kept any more: this page keeps about 2 MiB.
          </p>
        )}
        {blocks.length > 0 && (
          <pre className={styles.printed}>
            {blocks.map(block => (
              <OutputLines key={block.id} block={block} />
            ))}
          </pre>
        )}
        <EntryEnding ending={ending} maxOutputBytes={maxOutputBytes} />
      </div>
    );
  },
);
