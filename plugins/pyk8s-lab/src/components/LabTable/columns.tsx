import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Cell, CellText } from '@backstage/ui';
import type { ReactElement } from 'react';
import {
  describeNodes,
  type LabColumn,
  nodeCountOf,
  versionOf,
} from '../../labs';
import { LabName } from '../LabName';
import { OwnerLink } from '../OwnerLink';
import { PhaseNow } from '../PhaseNow';
import { StatusBadge } from '../StatusBadge';
import { TimeLeft } from '../TimeLeft';

/** A column of the table of labs. */
export interface LabTableColumn {
  id: LabColumn;
  label: string;
  isRowHeader?: boolean;
  cell: (lab: Lab) => ReactElement;
}

/** The column after all others, for what one can do with a lab. */
export const ACTIONS_COLUMN = {
  id: 'actions',
  label: 'Actions',
  isRowHeader: false,
} as const;

/** The columns of the table of labs, from left to right. */
export const LAB_COLUMNS: LabTableColumn[] = [
  {
    id: 'name',
    label: 'Name',
    isRowHeader: true,
    cell: lab => (
      <Cell>
        <LabName lab={lab} />
      </Cell>
    ),
  },
  {
    id: 'owner',
    label: 'Owner',
    cell: lab => (
      <Cell>
        <OwnerLink entityRef={lab.owner} />
      </Cell>
    ),
  },
  {
    id: 'status',
    label: 'Status',
    cell: lab => (
      <Cell>
        <StatusBadge status={lab.status} />
        <PhaseNow lab={lab} />
      </Cell>
    ),
  },
  {
    id: 'version',
    label: 'Version',
    cell: lab => <CellText title={versionOf(lab)} />,
  },
  {
    id: 'nodes',
    label: 'Nodes',
    cell: lab => (
      <Cell>
        <span title={describeNodes(lab.spec.workers)}>{nodeCountOf(lab)}</span>
      </Cell>
    ),
  },
  {
    id: 'timeLeft',
    label: 'Time left',
    cell: lab => (
      <Cell>
        <TimeLeft lab={lab} />
      </Cell>
    ),
  },
];
