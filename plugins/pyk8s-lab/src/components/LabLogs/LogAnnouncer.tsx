import { VisuallyHidden } from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';
import { describeLog, describePhase, type LogState } from '../../logs';
import { useTranslate } from '../../translation';

/** How often it is said how many lines there are, at most. */
const COUNT_EVERY_MS = 30_000;

/**
 * Says to screen readers what a log does: at once when that changes, and now and
 * then how far it is. The lines are theirs to read when they want it.
 */
export const LogAnnouncer = ({
  name,
  log,
}: {
  name: string;
  log: LogState;
}) => {
  const t = useTranslate();
  const phase = describePhase(t, log);
  const words = t('logs.said', { status: describeLog(t, log), name });
  const latest = useRef(words);
  latest.current = words;
  const [said, setSaid] = useState(words);

  useEffect(() => setSaid(latest.current), [phase, name]);
  const isSaid = said === words;
  useEffect(() => {
    if (isSaid) {
      return undefined;
    }
    const timer = setTimeout(() => setSaid(latest.current), COUNT_EVERY_MS);
    return () => clearTimeout(timer);
  }, [isSaid]);

  return <VisuallyHidden role="status">{said}</VisuallyHidden>;
};
