import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  Column,
  Row,
  type SortDescriptor,
  TableBody,
  TableHeader,
  TableRoot,
} from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { LabSort } from '../../labs';
import { labRouteRef } from '../../routes';
import { LAB_COLUMNS } from './columns';
import styles from './LabTable.module.css';

/** Labs as a table, for screens that are wide enough. */
export const LabTable = ({
  labs,
  sort,
  onSortChange,
}: {
  labs: Lab[];
  sort: LabSort | undefined;
  onSortChange: (sort: SortDescriptor) => void;
}) => {
  const labRoute = useRouteRef(labRouteRef);
  return (
    <TableRoot
      aria-label="Labs"
      sortDescriptor={sort}
      onSortChange={onSortChange}
    >
      <TableHeader columns={LAB_COLUMNS}>
        {column => (
          <Column
            id={column.id}
            isRowHeader={column.isRowHeader}
            allowsSorting
            className={styles[column.id]}
          >
            {column.label}
          </Column>
        )}
      </TableHeader>
      <TableBody items={labs} dependencies={[labRoute]}>
        {lab => (
          <Row
            id={lab.id}
            columns={LAB_COLUMNS}
            href={labRoute?.({ id: lab.id })}
          >
            {column => column.cell(lab)}
          </Row>
        )}
      </TableBody>
    </TableRoot>
  );
};
