import { VisuallyHidden } from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';
import { describeFailedImport, type ProgressRow } from '../../images';
import { describeJobEnd, isRunning } from '../../jobs/describe';
import { type Translate, useTranslate } from '../../translation';

/** How a row ended, for those who do not see it; undefined while it goes on. */
function endingOf(
  t: Translate,
  row: ProgressRow,
): { key: string; words: string } | undefined {
  if (row.kind === 'job') {
    const { job } = row;
    return isRunning(job)
      ? undefined
      : {
          key: job.id,
          words: t('images.progress.saidEnd', {
            title: job.title,
            ending: describeJobEnd(t, job),
            message: job.message,
          }),
        };
  }
  const { id, name, phase, failure } = row.import;
  return phase === 'failed' && failure
    ? {
        key: `import-${id}`,
        words: t('images.progress.saidFailure', {
          name,
          message: describeFailedImport(t, failure),
        }),
      }
    : undefined;
}

/** Announces to screen readers how imports end while the page is open. */
export const ProgressAnnouncer = ({
  rows,
  isKnown,
}: {
  rows: readonly ProgressRow[];
  /** These are all. */
  isKnown: boolean;
}) => {
  const t = useTranslate();
  const [said, setSaid] = useState('');
  const known = useRef<Set<string>>();

  useEffect(() => {
    const endings = rows.flatMap(row => endingOf(t, row) ?? []);
    if (!known.current) {
      // What had ended before is no news.
      if (isKnown) {
        known.current = new Set(endings.map(({ key }) => key));
      }
      return;
    }
    const before = known.current;
    const news = endings.filter(({ key }) => !before.has(key));
    if (news.length > 0) {
      news.forEach(({ key }) => before.add(key));
      setSaid(news.map(({ words }) => words).join(' '));
    }
  }, [rows, isKnown, t]);

  return <VisuallyHidden role="status">{said}</VisuallyHidden>;
};
