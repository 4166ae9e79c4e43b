import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { choiceIn, type LogChoice, withChoice } from '../logs';

/**
 * Which log is shown. It is kept in the page's URL, so that it survives a reload
 * and can be sent to others.
 */
export function useLogChoice(): [LogChoice, (choice: LogChoice) => void] {
  const [params, setParams] = useSearchParams();
  const choice = useMemo(() => choiceIn(params), [params]);
  const choose = useCallback(
    (next: LogChoice) =>
      setParams(current => withChoice(current, next), { replace: true }),
    [setParams],
  );
  return [choice, choose];
}
