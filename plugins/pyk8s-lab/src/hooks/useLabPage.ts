import { useApi } from '@backstage/frontend-plugin-api';
import type { TablePaginationProps } from '@backstage/ui';
import type { LabListQuery } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useEffect, useMemo, useRef, useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { labApiRef } from '../api';
import { type LabPage, LabPageSource } from '../watch';

const PAGE_SIZES = [25, 50, 100];

// Long enough to type another letter.
const TYPING_MS = 250;

/** One page of labs that the server cuts. */
export interface LabPageResult {
  source: LabPageSource;
  /** The page that is shown; undefined before the first has come. */
  page?: LabPage;
  /** Another page is on its way. */
  isPending: boolean;
  pagination?: TablePaginationProps;
}

/**
 * Where a page of labs comes from, and how to turn to another.
 *
 * @param query - which labs, in which order; may be a new object each time
 */
export function useLabPage(query: LabListQuery): LabPageResult {
  const api = useApi(labApiRef);
  const [pageSize, setPageSize] = useState(PAGE_SIZES[0]);
  // The cursors of the pages up to the one that is wanted.
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const [page, setPage] = useState<LabPage>();
  const wantedKey = JSON.stringify(query);
  const [key, setKey] = useState(wantedKey);

  useDebounce(
    () => {
      setKey(wantedKey);
      if (key !== wantedKey) {
        setCursors([]);
      }
    },
    TYPING_MS,
    [wantedKey],
  );

  const request = useMemo<LabListQuery>(
    () => ({
      ...JSON.parse(key),
      limit: pageSize,
      cursor: cursors[cursors.length - 1],
    }),
    [key, pageSize, cursors],
  );
  const first = useRef(request);
  const source = useMemo(
    () => new LabPageSource({ api, query: first.current, onPage: setPage }),
    [api],
  );
  useEffect(() => source.show(request), [source, request]);

  const offset = cursors.length * pageSize;
  const isPending = page !== undefined && page.query !== request;
  const nextCursor = isPending ? undefined : page?.nextCursor;
  const isOnePage = page && page.totalItems <= PAGE_SIZES[0] && offset === 0;
  return {
    source,
    page,
    isPending,
    pagination:
      page && !isOnePage
        ? {
            pageSize,
            pageSizeOptions: PAGE_SIZES,
            offset,
            totalCount: page.totalItems,
            hasNextPage: nextCursor !== undefined,
            hasPreviousPage: cursors.length > 0,
            onNextPage: () =>
              nextCursor && setCursors(known => [...known, nextCursor]),
            onPreviousPage: () => setCursors(known => known.slice(0, -1)),
            onPageSizeChange: size => {
              setPageSize(size);
              setCursors([]);
            },
          }
        : undefined,
  };
}
