import { useApi } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useCallback, useState } from 'react';
import { labApiRef, statusOf } from '../api';
import { useToasts } from './useToasts';

/** Something that a user can do to a lab. */
export type LabAction =
  | 'extend'
  | 'pause'
  | 'resume'
  | 'recreate'
  | 'handOver'
  | 'remove';

/** What a user can do to a lab that exists. Each says true when it worked. */
export interface LabActions {
  /** @param extendBy - a duration such as `1h` */
  extend: (extendBy: string) => Promise<boolean>;
  pause: () => Promise<boolean>;
  resume: () => Promise<boolean>;
  /** Makes the lab anew. */
  recreate: () => Promise<boolean>;
  /**
   * @param owner - the entity ref of the new owner
   * @param ownerName - what people call them
   */
  handOver: (owner: string, ownerName: string) => Promise<boolean>;
  remove: () => Promise<boolean>;
  /** What is under way, until the server has answered. */
  pending?: LabAction;
}

// How a sentence ends that begins with "<lab> could not be" or "You may not".
const WORDS: Record<LabAction, { done: string; verb: string }> = {
  extend: { done: 'extended', verb: 'extend' },
  pause: { done: 'paused', verb: 'pause' },
  resume: { done: 'resumed', verb: 'resume' },
  recreate: { done: 'recreated', verb: 'recreate' },
  handOver: { done: 'handed over', verb: 'hand over' },
  remove: { done: 'deleted', verb: 'delete' },
};

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
  const [pending, setPending] = useState<LabAction>();
  const { id, name } = lab;

  const perform = useCallback(
    async (action: LabAction, request: () => Promise<Lab>, success: string) => {
      const { done, verb } = WORDS[action];
      setPending(action);
      try {
        onChanged(await request());
        toasts.success(success);
        return true;
      } catch (error) {
        // Rights can change after the page asked for them.
        const isForbidden = statusOf(error) === 403;
        toasts.failure(
          isForbidden
            ? `You may not ${verb} ${name}`
            : `${name} could not be ${done}`,
          error,
        );
        return false;
      } finally {
        setPending(undefined);
      }
    },
    [name, onChanged, toasts],
  );

  return {
    pending,
    extend: extendBy =>
      perform(
        'extend',
        () => api.updateLab(id, { extendBy }),
        `${name} has ${extendBy} more`,
      ),
    pause: () =>
      perform('pause', () => api.pauseLab(id), `${name} is being paused`),
    resume: () =>
      perform('resume', () => api.resumeLab(id), `${name} is being resumed`),
    recreate: () =>
      perform('recreate', () => api.retryLab(id), `${name} is being made anew`),
    handOver: (owner, ownerName) =>
      perform(
        'handOver',
        () => api.updateLab(id, { owner }),
        `${name} belongs to ${ownerName} now`,
      ),
    remove: () =>
      perform('remove', () => api.deleteLab(id), `${name} is being deleted`),
  };
}
