import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  choiceIn,
  type LogChoice,
  type LogRange,
  rangeIn,
  withChoice,
  withRange,
} from '../logs';

/** Which log is shown, how much of it, and how to change that. */
export interface LogChoiceResult {
  choice: LogChoice;
  range: LogRange;
  choose: (choice: LogChoice) => void;
  changeRange: (changes: Partial<LogRange>) => void;
}

/**
 * Which log is shown. It is kept in the page's URL, so that it survives a reload
 * and can be sent to others.
 */
export function useLogChoice(): LogChoiceResult {
  const [params, setParams] = useSearchParams();
  const choice = useMemo(() => choiceIn(params), [params]);
  const range = useMemo(() => rangeIn(params), [params]);
  const choose = useCallback(
    (next: LogChoice) =>
      setParams(current => withChoice(current, next), { replace: true }),
    [setParams],
  );
  const changeRange = useCallback(
    (changes: Partial<LogRange>) =>
      setParams(
        current => withRange(current, { ...rangeIn(current), ...changes }),
        { replace: true },
      ),
    [setParams],
  );
  return { choice, range, choose, changeRange };
}
