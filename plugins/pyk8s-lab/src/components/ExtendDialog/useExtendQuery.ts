import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

const QUERY = 'extend';

/**
 * Whether the URL asks to extend the lab, as the link in a notification does.
 *
 * @returns that, and a function that takes it out of the URL
 */
export function useExtendQuery(): [boolean, () => void] {
  const [params, setParams] = useSearchParams();
  const forget = useCallback(
    () =>
      setParams(
        current => {
          const rest = new URLSearchParams(current);
          rest.delete(QUERY);
          return rest;
        },
        { replace: true },
      ),
    [setParams],
  );
  return [params.has(QUERY), forget];
}
