import type { TablePaginationProps } from '@backstage/ui';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useMemo } from 'react';
import {
  filterLabs,
  type LabFilter,
  type LabSort,
  sortLabs,
  toListQuery,
} from '../labs';
import type { LabsState } from '../watch';
import { useCaller } from './people';
import { useLabFeed } from './useLabFeed';
import { useLabPage } from './useLabPage';
import { useOwnLabs } from './useFollowedLabs';

/** The labs that a person chose to see, always up to date. */
export interface LabListing {
  /** Everything that is known; more than is shown where the browser filters. */
  labs: Lab[];
  /** What matches the filter, in order. */
  shown: Lab[];
  /** The labs are there, or it is known why they are not. */
  isLoading: boolean;
  error?: Error;
  /** Other labs are on their way to take the place of those that are shown. */
  isPending: boolean;
  /** How to turn pages where the server cuts them. */
  pagination?: TablePaginationProps;
  state: LabsState;
  retry: () => void;
  keep: (lab: Lab) => void;
}

/**
 * Follows the labs that a person chose to see, over one stream.
 *
 * @remarks
 * One's own labs are few, since quotas bound them: the browser has them all, and
 * filters and sorts them. Everybody's may be many: the server filters, sorts and
 * cuts them into pages.
 */
export function useLabListing(
  filter: LabFilter,
  sort: LabSort | undefined,
): LabListing {
  const caller = useCaller();
  const own = useOwnLabs();
  const { source, page, isPending, pagination } = useLabPage(
    toListQuery(filter, sort),
  );
  const isPaged = filter.owner === 'all';
  const { state, retry, keep } = useLabFeed(isPaged ? source : own);
  const labs = useMemo(
    () => Array.from(state.labs.values(), ({ lab }) => lab),
    [state.labs],
  );
  const common = { labs, state, retry, keep };

  if (isPaged) {
    const error =
      state.error ?? (state.load === 'loading' ? undefined : page?.error);
    return {
      ...common,
      shown: (page?.ids ?? []).flatMap(id => state.labs.get(id)?.lab ?? []),
      isLoading: state.load === 'loading' && !error,
      error,
      isPending,
      pagination,
    };
  }
  return {
    ...common,
    shown: sortLabs(filterLabs(labs, filter, caller), sort),
    // The first pages of a long list are shown before the last has come.
    isLoading: labs.length === 0 && state.load === 'loading',
    error: labs.length === 0 ? state.error : undefined,
    isPending: false,
  };
}
