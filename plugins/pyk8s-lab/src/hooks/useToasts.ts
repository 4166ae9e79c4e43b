import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { messageOf } from '../api';

const SHOWN_MS = 6_000;

/** Short messages to the user. */
export interface Toasts {
  success(title: string, description?: string): void;
  info(title: string, description?: string): void;
  /** Stays until the user has closed it. */
  failure(title: string, reason: unknown): void;
}

/** Shows short messages to the user. */
export function useToasts(): Toasts {
  const toastApi = useApi(toastApiRef);
  return useMemo(
    () => ({
      success: (title, description) =>
        toastApi.post({
          title,
          description,
          status: 'success',
          timeout: SHOWN_MS,
        }),
      info: (title, description) =>
        toastApi.post({
          title,
          description,
          status: 'info',
          timeout: SHOWN_MS,
        }),
      failure: (title, reason) =>
        toastApi.post({
          title,
          description: messageOf(reason),
          status: 'danger',
        }),
    }),
    [toastApi],
  );
}
