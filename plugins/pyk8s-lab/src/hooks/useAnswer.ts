import { useCallback, useEffect, useRef, useState } from 'react';

/** What the server answered, as far as it is known. */
export interface Answer<T> {
  value?: T;
  /** Why it did not answer the last time; what was known stays. */
  error?: Error;
  isLoading: boolean;
  refresh: () => void;
}

/**
 * Asks the server, and keeps what it answered until it has answered again.
 *
 * @param ask - it is asked again when this is another function
 * @param occasion - it is asked again when this changes
 * @param merge - makes what is known of what was known and an answer
 */
export function useAnswer<T>(
  ask: () => Promise<T>,
  occasion?: string,
  merge: (known: T | undefined, answer: T) => T = (_known, answer) => answer,
): Answer<T> {
  const [attempt, setAttempt] = useState(0);
  const [result, setResult] = useState<Omit<Answer<T>, 'refresh'>>({
    isLoading: true,
  });
  const latestMerge = useRef(merge);
  latestMerge.current = merge;

  useEffect(() => {
    let isCurrent = true;
    setResult(({ value }) => ({ value, isLoading: true }));
    ask().then(
      answer =>
        isCurrent &&
        setResult(({ value }) => ({
          value: latestMerge.current(value, answer),
          isLoading: false,
        })),
      error =>
        isCurrent &&
        setResult(({ value }) => ({ value, error, isLoading: false })),
    );
    return () => {
      isCurrent = false;
    };
  }, [ask, occasion, attempt]);

  const refresh = useCallback(() => setAttempt(count => count + 1), []);
  return { ...result, refresh };
}
