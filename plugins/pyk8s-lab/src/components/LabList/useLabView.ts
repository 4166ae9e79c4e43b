import type { SortDescriptor } from '@backstage/ui';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  type LabColumn,
  type LabFilter,
  type LabSort,
  NO_FILTER,
  OWNER_FILTERS,
  STATUS_FILTERS,
} from '../../labs';

const COLUMNS: readonly LabColumn[] = [
  'name',
  'owner',
  'status',
  'version',
  'nodes',
  'timeLeft',
];

/** What a person chose to see, and in which order. */
export interface LabView {
  filter: LabFilter;
  sort: LabSort | undefined;
  setFilter: (change: Partial<LabFilter>) => void;
  setSort: (sort: SortDescriptor) => void;
}

/**
 * What a person chose to see. It is kept in the page's URL, so that it survives
 * a reload and can be sent to others.
 */
export function useLabView(): LabView {
  const [params, setParams] = useSearchParams();

  const filter = useMemo<LabFilter>(
    () => ({
      text: params.get('q') ?? NO_FILTER.text,
      status: oneOf(STATUS_FILTERS, params.get('status')) ?? NO_FILTER.status,
      owner: oneOf(OWNER_FILTERS, params.get('owner')) ?? NO_FILTER.owner,
      ownedBy: params.get('of') ?? NO_FILTER.ownedBy,
    }),
    [params],
  );

  const sort = useMemo<LabSort | undefined>(() => {
    const [name, direction] = (params.get('sort') ?? '').split(',');
    const column = oneOf(COLUMNS, name);
    return (
      column && {
        column,
        direction: direction === 'desc' ? 'descending' : 'ascending',
      }
    );
  }, [params]);

  const setParam = useCallback(
    (values: Record<string, string | undefined>) =>
      setParams(
        current => {
          const next = new URLSearchParams(current);
          for (const [name, value] of Object.entries(values)) {
            if (value) {
              next.set(name, value);
            } else {
              next.delete(name);
            }
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );

  const setFilter = useCallback(
    (change: Partial<LabFilter>) => {
      const next = { ...filter, ...change };
      setParam({
        q: next.text,
        status: next.status === NO_FILTER.status ? undefined : next.status,
        owner: next.owner === NO_FILTER.owner ? undefined : next.owner,
        of: next.owner === 'all' ? next.ownedBy : undefined,
      });
    },
    [filter, setParam],
  );

  const setSort = useCallback(
    ({ column, direction }: SortDescriptor) =>
      setParam({
        sort: `${column}${direction === 'descending' ? ',desc' : ''}`,
      }),
    [setParam],
  );

  return { filter, sort, setFilter, setSort };
}

function oneOf<T extends string>(
  values: readonly T[],
  value: string | null,
): T | undefined {
  return values.find(candidate => candidate === value);
}
