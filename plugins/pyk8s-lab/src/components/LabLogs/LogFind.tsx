import { ButtonIcon, SearchField, VisuallyHidden } from '@backstage/ui';
import { RiArrowDownSLine, RiArrowUpSLine } from '@remixicon/react';
import type { LogFinding } from './useLogFind';
import styles from './LabLogs.module.css';

const countFormat = new Intl.NumberFormat();

function describeMatches({ search, count, current }: LogFinding): string {
  if (!search.isActive) {
    return '';
  }
  if (count === 0) {
    return 'No match';
  }
  const all = countFormat.format(count);
  return current
    ? `${countFormat.format(current.place)} of ${all}`
    : `${all} ${count === 1 ? 'line' : 'lines'}`;
}

/** Looks for a text in the log. Enter goes to the next line, Shift+Enter back. */
export const LogFind = ({ find }: { find: LogFinding }) => {
  const { text, count, current, setText, step } = find;
  return (
    <div role="search" aria-label="Search this log" className={styles.find}>
      <SearchField
        aria-label="Search this log"
        placeholder="Search this log"
        size="small"
        className={styles.search}
        value={text}
        onChange={setText}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            step(event.shiftKey ? 'previous' : 'next');
          }
        }}
      />
      <ButtonIcon
        aria-label="Previous match"
        size="small"
        variant="tertiary"
        icon={<RiArrowUpSLine />}
        isDisabled={count === 0}
        onPress={() => step('previous')}
      />
      <ButtonIcon
        aria-label="Next match"
        size="small"
        variant="tertiary"
        icon={<RiArrowDownSLine />}
        isDisabled={count === 0}
        onPress={() => step('next')}
      />
      <span className={styles.count}>{describeMatches(find)}</span>
      {/* The count grows with the log; only what one asked for is said. */}
      <VisuallyHidden role="status">
        {current && `Match ${current.place}, line ${current.line + 1}`}
      </VisuallyHidden>
    </div>
  );
};
