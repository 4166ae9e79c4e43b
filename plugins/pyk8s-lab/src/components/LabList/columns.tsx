import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Cell, CellText } from '@backstage/ui';
import type { ReactElement } from 'react';
import {
  describeNodes,
  describeVersion,
  type LabColumn,
  nodeCountOf,
} from '../../labs';
import type { Translate } from '../../translation';
import { LabName } from '../common/LabName';
import { OwnerLine } from '../common/OwnerLink';
import { StatusBadge, PhaseNow, TimeLeft } from '../common/LabStatus';

/** A column of the table of labs. */
export interface LabTableColumn {
  id: LabColumn;
  label: string;
  isRowHeader?: boolean;
  cell: (lab: Lab) => ReactElement;
}

/** The column after all others, for what one can do with a lab. */
export interface ActionsColumn {
  id: 'actions';
  label: string;
  isRowHeader?: false;
}

/** The columns of the table of labs, from left to right. */
export function labColumns(t: Translate): (LabTableColumn | ActionsColumn)[] {
  return [
    {
      id: 'name',
      label: t('labTable.name'),
      isRowHeader: true,
      cell: lab => (
        <Cell>
          <LabName lab={lab} />
        </Cell>
      ),
    },
    {
      id: 'owner',
      label: t('labTable.owner'),
      cell: lab => (
        <Cell>
          <OwnerLine entityRef={lab.owner} />
        </Cell>
      ),
    },
    {
      id: 'status',
      label: t('labTable.status'),
      cell: lab => (
        <Cell>
          <StatusBadge status={lab.status} />
          <PhaseNow lab={lab} />
        </Cell>
      ),
    },
    {
      id: 'version',
      label: t('labTable.version'),
      cell: lab => <CellText title={describeVersion(t, lab)} />,
    },
    {
      id: 'nodes',
      label: t('labTable.nodes'),
      cell: lab => (
        <Cell>
          <span title={describeNodes(t, lab.spec.workers)}>
            {nodeCountOf(lab)}
          </span>
        </Cell>
      ),
    },
    {
      id: 'timeLeft',
      label: t('labTable.timeLeft'),
      cell: lab => (
        <Cell>
          <TimeLeft lab={lab} />
        </Cell>
      ),
    },
    { id: 'actions', label: t('labTable.actions') },
  ];
}
