import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useMemo } from 'react';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { labApiRef } from '../api';
import { sortLabs } from '../labs';
import {
  type LabSource,
  type LabsState,
  ownLabs,
  SelectedLabs,
} from '../watch';
import { useLabFeed } from './useLabFeed';

/**
 * Where the labs come from that belong to an entity of the catalog.
 *
 * @param relation - whether it owns them, or is the component they are made for
 * @param entityRef - the entity's ref
 */
export function useLabsOf(
  relation: 'owner' | 'component',
  entityRef: string,
): LabSource {
  const api = useApi(labApiRef);
  return useMemo(
    () =>
      SelectedLabs.create({
        api,
        select: async () => ({ [relation]: [entityRef] }),
      }),
    [api, relation, entityRef],
  );
}

/** Where the labs come from that the user owns, in person or by a group. */
export function useOwnLabs(): LabSource {
  const api = useApi(labApiRef);
  const identityApi = useApi(identityApiRef);
  return useMemo(() => ownLabs({ api, identityApi }), [api, identityApi]);
}

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
