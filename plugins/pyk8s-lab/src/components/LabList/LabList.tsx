import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { TablePagination, useBreakpoint } from '@backstage/ui';
import { useState } from 'react';
import { type LabColumn, type LabSort, sortLabs } from '../../labs';
import { type LabDialog, LabDialogs } from '../dialogs/LabDialogs';
import { usePages } from './usePages';
import { LabCards } from './LabCards';
import { LabTable } from './LabTable';

/** Labs that the browser has all of: sorted and cut into pages here. */
export const LabList = ({
  labs,
  onChanged,
}: {
  labs: Lab[];
  /** Gets a lab as it is after a change. */
  onChanged: (lab: Lab) => void;
}) => {
  const { up } = useBreakpoint();
  const [sort, setSort] = useState<LabSort>();
  const [dialog, setDialog] = useState<LabDialog>();
  const { page, pagination } = usePages(sortLabs(labs, sort));
  const forRows = { labs: page, onChanged, onAsk: setDialog };
  return (
    <>
      {up('md') ? (
        <LabTable
          {...forRows}
          sort={sort}
          isServerSorted={false}
          onSortChange={({ column, direction }) =>
            setSort({ column: column as LabColumn, direction })
          }
        />
      ) : (
        <LabCards {...forRows} />
      )}
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
