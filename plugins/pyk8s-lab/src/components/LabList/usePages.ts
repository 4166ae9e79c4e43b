import type { TablePaginationProps } from '@backstage/ui';
import { useState } from 'react';

const PAGE_SIZES = [25, 50, 100];

/**
 * Cuts a list into pages.
 *
 * @returns the rows of the current page, and what the pagination below the
 *   table needs; undefined where one page holds all rows
 */
export function usePages<T>(rows: T[]): {
  page: T[];
  pagination?: TablePaginationProps;
} {
  const [pageSize, setPageSize] = useState(PAGE_SIZES[0]);
  const [wanted, setWanted] = useState(0);
  // Rows may have gone since the page was chosen.
  const lastPage = Math.max(0, Math.ceil(rows.length / pageSize) - 1);
  const offset = Math.min(wanted, lastPage) * pageSize;
  const page = rows.slice(offset, offset + pageSize);
  if (rows.length <= PAGE_SIZES[0]) {
    return { page };
  }
  const current = offset / pageSize;
  return {
    page,
    pagination: {
      pageSize,
      pageSizeOptions: PAGE_SIZES,
      offset,
      totalCount: rows.length,
      hasNextPage: current < lastPage,
      hasPreviousPage: current > 0,
      onNextPage: () => setWanted(current + 1),
      onPreviousPage: () => setWanted(current - 1),
      onPageSizeChange: size => {
        setPageSize(size);
        setWanted(Math.floor(offset / size));
      },
    },
  };
}
