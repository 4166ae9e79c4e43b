import { useApi } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useCallback, useState } from 'react';
import { labApiRef } from '../api';
import { useToasts } from './useToasts';

/** What a user can do to a lab that exists. Each says true when it worked. */
export interface LabActions {
  /** @param extendBy - a duration such as `1h` */
  extend: (extendBy: string) => Promise<boolean>;
  /** Makes the lab anew. */
  recreate: () => Promise<boolean>;
  remove: () => Promise<boolean>;
  /** What is under way, until the server has answered. */
  pending?: 'extend' | 'recreate' | 'remove';
}

/**
 * What a user can do to a lab, with a toast for what came of it.
 *
 * @param lab - the lab
 * @param onChanged - gets the lab as it is after a change
 */
export function useLabActions(
  lab: Lab,
  onChanged: (lab: Lab) => void,
): LabActions {
  const api = useApi(labApiRef);
  const toasts = useToasts();
  const [pending, setPending] = useState<LabActions['pending']>();
  const { id, name } = lab;

  const perform = useCallback(
    async (
      action: LabActions['pending'],
      request: () => Promise<Lab>,
      words: { done: string; failed: string },
    ) => {
      setPending(action);
      try {
        onChanged(await request());
        toasts.success(words.done);
        return true;
      } catch (error) {
        toasts.failure(words.failed, error);
        return false;
      } finally {
        setPending(undefined);
      }
    },
    [onChanged, toasts],
  );

  return {
    pending,
    extend: extendBy =>
      perform('extend', () => api.updateLab(id, { extendBy }), {
        done: `${name} has ${extendBy} more`,
        failed: `${name} could not be extended`,
      }),
    recreate: () =>
      perform('recreate', () => api.retryLab(id), {
        done: `${name} is being made anew`,
        failed: `${name} could not be recreated`,
      }),
    remove: () =>
      perform('remove', () => api.deleteLab(id), {
        done: `${name} is being deleted`,
        failed: `${name} could not be deleted`,
      }),
  };
}
