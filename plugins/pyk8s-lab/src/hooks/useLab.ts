import { useApi } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useMemo } from 'react';
import { statusOf, labApiRef } from '../api';
import type { LabSource, LabsState } from '../watch';
import { useLabFeed } from './useLabFeed';

/** One lab, always up to date. */
export interface LabResult {
  /** The lab, or what it was last when it is gone. */
  lab?: Lab;
  isGone: boolean;
  /** The user could see it, and may not any more. */
  isHidden: boolean;
  isNotFound: boolean;
  state: LabsState;
  retry: () => void;
  keep: (lab: Lab) => void;
}

/**
 * Follows one lab, over one stream.
 *
 * @param id - the lab's id
 */
export function useLab(id: string): LabResult {
  const api = useApi(labApiRef);
  const source = useMemo<LabSource>(
    () => ({
      async *list() {
        yield [await api.getLab(id)];
      },
      stream: options => api.streamLabs({ ...options, lab: id }),
    }),
    [api, id],
  );
  const { state, retry, keep } = useLabFeed(source);
  const gone = state.gone.get(id);
  const hidden = state.hidden.get(id);
  return {
    lab: gone ?? state.labs.get(id)?.lab ?? hidden?.lab,
    isGone: gone !== undefined,
    isHidden: hidden?.lab !== undefined,
    isNotFound: statusOf(state.error) === 404,
    state,
    retry,
    keep,
  };
}
