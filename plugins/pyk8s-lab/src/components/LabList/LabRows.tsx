import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  type SortDescriptor,
  TablePagination,
  type TablePaginationProps,
  useBreakpoint,
} from '@backstage/ui';
import { useState } from 'react';
import type { LabSort } from '../../labs';
import { type LabDialog, LabDialogs } from '../dialogs/LabDialogs';
import { LabCards } from './LabCards';
import { LabTable } from './LabTable';

/** One page of labs, as a table or as cards, with the dialogs of their menus. */
export const LabRows = ({
  labs,
  sort,
  isServerSorted,
  pagination,
  onSortChange,
  onChanged,
}: {
  labs: Lab[];
  sort: LabSort | undefined;
  isServerSorted: boolean;
  /** Undefined where there is only one page. */
  pagination: TablePaginationProps | undefined;
  onSortChange: (sort: SortDescriptor) => void;
  /** Gets a lab as it is after a change. */
  onChanged: (lab: Lab) => void;
}) => {
  const isWide = useBreakpoint().up('md');
  const [dialog, setDialog] = useState<LabDialog>();
  const forRows = { labs, onChanged, onAsk: setDialog };
  return (
    <>
      {labs.length > 0 &&
        (isWide ? (
          <LabTable
            {...forRows}
            sort={sort}
            isServerSorted={isServerSorted}
            onSortChange={onSortChange}
          />
        ) : (
          <LabCards {...forRows} />
        ))}
      {pagination && <TablePagination {...pagination} />}
      {dialog && (
        <LabDialogs
          dialog={dialog}
          onClose={() => setDialog(undefined)}
          onChanged={onChanged}
        />
      )}
    </>
  );
};
