import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useMemo } from 'react';
import { sortLabs } from '../labs';
import type { LabSource, LabsState } from '../live';
import { useLabFeed } from './useLabFeed';

/** Labs of one source, always up to date. */
export interface FollowedLabs {
  /** The newest first. */
  labs: Lab[];
  isLoading: boolean;
  /** Why there are none to show. */
  error?: Error;
  state: LabsState;
  retry: () => void;
  keep: (lab: Lab) => void;
}

/**
 * Follows the labs of a source, over one stream.
 *
 * @param source - must stay the same object while the same labs are meant
 */
export function useFollowedLabs(source: LabSource): FollowedLabs {
  const { state, retry, keep } = useLabFeed(source);
  const labs = useMemo(
    () =>
      sortLabs(
        Array.from(state.labs.values(), ({ lab }) => lab),
        undefined,
      ),
    [state.labs],
  );
  const isEmpty = labs.length === 0;
  return {
    labs,
    isLoading: isEmpty && state.load === 'loading',
    error: isEmpty ? state.error : undefined,
    state,
    retry,
    keep,
  };
}
