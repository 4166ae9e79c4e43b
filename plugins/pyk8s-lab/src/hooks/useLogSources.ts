import { useApi } from '@backstage/frontend-plugin-api';
import type { LabLogSources } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useCallback, useEffect, useState } from 'react';
import { labApiRef } from '../api';

/** What has logs in a lab, as far as it is known. */
export interface LogSourcesResult {
  sources?: LabLogSources;
  /** Why they did not come; what was known stays. */
  error?: Error;
  isLoading: boolean;
  refresh: () => void;
}

/**
 * Asks what has logs in a lab.
 *
 * @param labId - the lab's id
 * @param occasion - it is asked again when this changes
 */
export function useLogSources(
  labId: string,
  occasion: string,
): LogSourcesResult {
  const api = useApi(labApiRef);
  const [attempt, setAttempt] = useState(0);
  const [result, setResult] = useState<Omit<LogSourcesResult, 'refresh'>>({
    isLoading: true,
  });

  useEffect(() => {
    let isCurrent = true;
    const settle = (changes: { sources?: LabLogSources; error?: Error }) => {
      if (isCurrent) {
        setResult(({ sources }) => ({ sources, isLoading: false, ...changes }));
      }
    };
    setResult(({ sources }) => ({ sources, isLoading: true }));
    api.getLabLogSources(labId).then(
      sources => settle({ sources }),
      error => settle({ error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [api, labId, occasion, attempt]);

  const refresh = useCallback(() => setAttempt(count => count + 1), []);
  return { ...result, refresh };
}
