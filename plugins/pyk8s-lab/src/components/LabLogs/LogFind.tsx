import { ButtonIcon, SearchField, VisuallyHidden } from '@backstage/ui';
import { RiArrowDownSLine, RiArrowUpSLine } from '@remixicon/react';
import { type Translate, useTranslate } from '../../translation';
import type { LogFinding } from './useLogFind';
import styles from './LabLogs.module.css';

function describeMatches(
  t: Translate,
  { search, count, current }: LogFinding,
): string {
  if (!search.isActive) {
    return '';
  }
  if (count === 0) {
    return t('logs.find.none');
  }
  return current
    ? t('logs.find.place', { place: current.place, all: count })
    : t('logs.find.lines', { count });
}

/** Looks for a text in the log. Enter goes to the next line, Shift+Enter back. */
export const LogFind = ({ find }: { find: LogFinding }) => {
  const t = useTranslate();
  const { text, count, current, setText, step } = find;
  return (
    <div
      role="search"
      aria-label={t('logs.find.label')}
      className={styles.find}
    >
      <SearchField
        aria-label={t('logs.find.label')}
        placeholder={t('logs.find.label')}
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
        aria-label={t('logs.find.previous')}
        size="small"
        variant="tertiary"
        icon={<RiArrowUpSLine />}
        isDisabled={count === 0}
        onPress={() => step('previous')}
      />
      <ButtonIcon
        aria-label={t('logs.find.next')}
        size="small"
        variant="tertiary"
        icon={<RiArrowDownSLine />}
        isDisabled={count === 0}
        onPress={() => step('next')}
      />
      <span className={styles.count}>{describeMatches(t, find)}</span>
      {/* The count grows with the log; only what one asked for is said. */}
      <VisuallyHidden role="status">
        {current &&
          t('logs.find.said', {
            place: current.place,
            line: current.line + 1,
          })}
      </VisuallyHidden>
    </div>
  );
};
