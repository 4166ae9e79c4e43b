import { useApi } from '@backstage/frontend-plugin-api';
import type { LabOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { labApiRef } from '../api';

/** What the user may ask for, as far as it is known yet. */
export interface LabOptionsResult {
  options?: LabOptions;
  error?: Error;
  retry: () => void;
}

/** Asks the server what the user may ask for. */
export function useLabOptions(): LabOptionsResult {
  const api = useApi(labApiRef);
  const { value, error, retry } = useAsyncRetry(() => api.getOptions(), [api]);
  return { options: value, error, retry };
}
