import type { ListedNode } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { boundedName, listed } from './bounds';
import type {
  ClusterRecord,
  ClusterState,
  LabCluster,
  Observation,
} from './ClusterRecord';
import { fromDbTime, readJson, type DbTime } from './dialect';

/** Far more than a lab host has room for. */
const MAX_NODES = 100;

/** A row of `clusters`, without its lease. */
export interface ClusterRow {
  id: string;
  lab_id: string | null;
  provider: string;
  host: string;
  name: string;
  template: string | null;
  state: string;
  state_since: DbTime;
  state_version: number;
  observed: string | null;
  observed_version: number | null;
  failures: number;
  next_attempt_at: DbTime | null;
  created_at: DbTime;
}

/** The columns of {@link ClusterRow}. */
export const CLUSTER_COLUMNS: readonly (keyof ClusterRow)[] = [
  'id',
  'lab_id',
  'provider',
  'host',
  'name',
  'template',
  'state',
  'state_since',
  'state_version',
  'observed',
  'observed_version',
  'failures',
  'next_attempt_at',
  'created_at',
];

/** What a row of `labs` is read with of its cluster. */
export interface LabClusterRow {
  cluster_id: string | null;
  cluster_host: string | null;
  cluster_name: string | null;
  cluster_state: string | null;
  cluster_state_since: DbTime | null;
  cluster_state_version: number | null;
  cluster_observed: string | null;
  cluster_observed_version: number | null;
}

export function clusterFromRow(row: ClusterRow): ClusterRecord {
  return {
    id: row.id,
    labId: row.lab_id ?? undefined,
    provider: row.provider,
    host: row.host,
    name: row.name,
    template: row.template ?? undefined,
    state: row.state as ClusterState,
    since: fromDbTime(row.state_since),
    version: row.state_version,
    observed: observationFrom(row.observed, row.observed_version),
    failures: row.failures,
    nextAttemptAt:
      row.next_attempt_at === null
        ? undefined
        : fromDbTime(row.next_attempt_at),
    createdAt: fromDbTime(row.created_at),
  };
}

export function labClusterFrom(row: LabClusterRow): LabCluster | undefined {
  if (
    row.cluster_id === null ||
    row.cluster_host === null ||
    row.cluster_name === null ||
    row.cluster_state_since === null ||
    row.cluster_state_version === null
  ) {
    return undefined;
  }
  return {
    id: row.cluster_id,
    host: row.cluster_host,
    name: row.cluster_name,
    state: row.cluster_state as ClusterState,
    since: fromDbTime(row.cluster_state_since),
    version: row.cluster_state_version,
    observed: observationFrom(
      row.cluster_observed,
      row.cluster_observed_version,
    ),
  };
}

/** The nodes of a look as they are stored: what a provider says has a bound here. */
export function nodesToJson(nodes: readonly ListedNode[]): string {
  return JSON.stringify(
    listed(nodes)
      .slice(0, MAX_NODES)
      .map(({ name, role, state, detail }) => ({
        name: boundedName(name),
        role,
        state,
        detail: boundedName(detail),
      })),
  );
}

/** Whether two looks found the same nodes in the same states. */
export function haveSameNodes(
  one: readonly ListedNode[],
  other: readonly ListedNode[],
): boolean {
  return nodesToJson(one) === nodesToJson(other);
}

function observationFrom(
  nodes: string | null,
  version: number | null,
): Observation | undefined {
  return nodes === null || version === null
    ? undefined
    : { version, nodes: listed(readJson<ListedNode[]>(nodes, [])) };
}
