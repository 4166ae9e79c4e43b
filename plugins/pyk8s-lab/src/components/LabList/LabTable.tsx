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
import { useMemo } from 'react';
import { isServerSortable, type LabSort } from '../../labs';
import { labRouteRef } from '../../routes';
import { useTranslate } from '../../translation';
import type { LabDialog } from '../dialogs/LabDialogs';
import { LabMenu } from '../LabActions/LabMenu';
import { labColumns } from './columns';
import styles from './LabTable.module.css';

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
  const t = useTranslate();
  // Rows are drawn again only for other columns, as in another language.
  const columns = useMemo(() => labColumns(t), [t]);
  const labRoute = useRouteRef(labRouteRef);
  return (
    <TableRoot
      aria-label={t('labTable.title')}
      sortDescriptor={sort}
      onSortChange={onSortChange}
    >
      <TableHeader columns={columns}>
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
      <TableBody
        items={labs}
        dependencies={[columns, labRoute, onChanged, onAsk]}
      >
        {lab => (
          <Row id={lab.id} columns={columns} href={labRoute?.({ id: lab.id })}>
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
