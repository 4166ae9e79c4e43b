import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  Cell,
  Column,
  Row,
  type SortDescriptor,
  TableBody,
  TableHeader,
  TableRoot,
  VisuallyHidden,
} from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { isServerSortable, type LabSort } from '../../labs';
import { labRouteRef } from '../../routes';
import type { LabDialog } from '../LabDialogs';
import { LabMenu } from '../LabMenu';
import { ACTIONS_COLUMN, LAB_COLUMNS } from './columns';
import styles from './LabTable.module.css';

const COLUMNS = [...LAB_COLUMNS, ACTIONS_COLUMN];

/** Labs as a table, for screens that are wide enough. */
export const LabTable = ({
  labs,
  sort,
  isServerSorted,
  onSortChange,
  onChanged,
  onAsk,
}: {
  labs: Lab[];
  sort: LabSort | undefined;
  /** Where the server sorts, it does not by every column. */
  isServerSorted: boolean;
  onSortChange: (sort: SortDescriptor) => void;
  /** Gets a lab as it is after a change. */
  onChanged: (lab: Lab) => void;
  /** Asks the user before something happens to a lab. */
  onAsk: (dialog: LabDialog) => void;
}) => {
  const labRoute = useRouteRef(labRouteRef);
  return (
    <TableRoot
      aria-label="Labs"
      sortDescriptor={sort}
      onSortChange={onSortChange}
    >
      <TableHeader columns={COLUMNS}>
        {column => (
          <Column
            id={column.id}
            isRowHeader={column.isRowHeader}
            allowsSorting={
              column.id !== 'actions' &&
              (!isServerSorted || isServerSortable(column.id))
            }
            className={styles[column.id]}
          >
            {column.id === 'actions' ? (
              <VisuallyHidden>{column.label}</VisuallyHidden>
            ) : (
              column.label
            )}
          </Column>
        )}
      </TableHeader>
      <TableBody items={labs} dependencies={[labRoute, onChanged, onAsk]}>
        {lab => (
          <Row id={lab.id} columns={COLUMNS} href={labRoute?.({ id: lab.id })}>
            {column =>
              column.id === 'actions' ? (
                <Cell>
                  {/* An open menu is an element of its own, and takes no room. */}
                  <div>
                    <LabMenu lab={lab} onChanged={onChanged} onAsk={onAsk} />
                  </div>
                </Cell>
              ) : (
                column.cell(lab)
              )
            }
          </Row>
        )}
      </TableBody>
    </TableRoot>
  );
};
