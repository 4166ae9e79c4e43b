import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useState } from 'react';
import { type LabColumn, type LabSort, sortLabs } from '../../labs';
import { LabRows } from './LabRows';
import { usePages } from './usePages';

/** Labs that the browser has all of: sorted and cut into pages here. */
export const LabList = ({
  labs,
  onChanged,
}: {
  labs: Lab[];
  /** Gets a lab as it is after a change. */
  onChanged: (lab: Lab) => void;
}) => {
  const [sort, setSort] = useState<LabSort>();
  const { page, pagination } = usePages(sortLabs(labs, sort));
  return (
    <LabRows
      labs={page}
      sort={sort}
      isServerSorted={false}
      pagination={pagination}
      onSortChange={({ column, direction }) =>
        setSort({ column: column as LabColumn, direction })
      }
      onChanged={onChanged}
    />
  );
};
