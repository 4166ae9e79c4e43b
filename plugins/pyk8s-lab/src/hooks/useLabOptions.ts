import { useApi } from '@backstage/frontend-plugin-api';
import type { LabOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useCallback, useEffect, useState } from 'react';
import useAsync from 'react-use/esm/useAsync';
import { labApiRef } from '../api';
import { afterWhileSeen } from '../watch';

/** How soon it is asked again after the server did not answer. */
const ASK_AGAIN_MS = 5_000;

/** What the user may ask for, as far as it is known yet. */
export interface LabOptionsResult {
  options?: LabOptions;
  error?: Error;
  /** Asks again; what is known stays until the answer is there. */
  retry: () => void;
}

/**
 * Asks the server what the user may ask for, until it answers; not again while
 * nobody sees the page.
 */
export function useLabOptions(): LabOptionsResult {
  const api = useApi(labApiRef);
  const [attempt, setAttempt] = useState(0);
  const { value, error } = useAsync(() => api.getOptions(), [api, attempt]);
  const retry = useCallback(() => setAttempt(count => count + 1), []);
  useEffect(() => {
    if (!error) {
      return undefined;
    }
    return afterWhileSeen(ASK_AGAIN_MS, retry);
  }, [error, retry]);
  return { options: value, error, retry };
}
