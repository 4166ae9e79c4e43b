import type {
  LabCondition,
  LabNode,
  LabPhase,
  LabSpec,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Knex } from 'knex';
import { boundedFields } from './bounds';
import { labClusterFrom, type LabClusterRow } from './clusterRows';
import {
  fromDbInteger,
  fromDbTime,
  readJson,
  toDbTime,
  type DbTime,
} from './dialect';
import type { LabChange, LabRecord } from './LabRecord';

/** A row of `labs`, without the kubeconfig, which a list never reads. */
export interface LabRow extends LabClusterRow {
  id: string;
  name: string;
  owner_ref: string;
  created_by: string;
  purpose: string | null;
  component_ref: string | null;
  provider: string;
  simulated: boolean | number;
  host: string;
  spec: string;
  desired: string;
  status: string;
  status_message: string;
  phase: string | null;
  phase_started_at: DbTime | null;
  phases: string;
  progress: number;
  conditions: string;
  nodes: string;
  attempt: number;
  failures: number;
  next_attempt_at: DbTime | null;
  lease_holder: string | null;
  lease_until: DbTime | null;
  ttl_seconds: number;
  created_at: DbTime;
  running_at: DbTime | null;
  expires_at: DbTime;
  warned_seconds: number | null;
  paused_at: DbTime | null;
  paused_seconds_left: number | null;
  last_active_at: DbTime | null;
  activity_count: number | string | null;
  activity_checked_at: DbTime | null;
  deleted_at: DbTime | null;
  endpoint: string | null;
  server_version: string | null;
  generation: number;
  observed_generation: number;
  version: number;
}

/** The column of each field of a lab, without its kubeconfig. */
const COLUMN_OF: Readonly<Record<string, keyof LabRow>> = {
  id: 'id',
  name: 'name',
  ownerRef: 'owner_ref',
  createdBy: 'created_by',
  purpose: 'purpose',
  componentRef: 'component_ref',
  provider: 'provider',
  simulated: 'simulated',
  host: 'host',
  spec: 'spec',
  desired: 'desired',
  status: 'status',
  statusMessage: 'status_message',
  phase: 'phase',
  phaseStartedAt: 'phase_started_at',
  phases: 'phases',
  progress: 'progress',
  conditions: 'conditions',
  nodes: 'nodes',
  attempt: 'attempt',
  failures: 'failures',
  nextAttemptAt: 'next_attempt_at',
  leaseHolder: 'lease_holder',
  leaseUntil: 'lease_until',
  ttlSeconds: 'ttl_seconds',
  createdAt: 'created_at',
  runningAt: 'running_at',
  expiresAt: 'expires_at',
  warnedSeconds: 'warned_seconds',
  pausedAt: 'paused_at',
  pausedSecondsLeft: 'paused_seconds_left',
  lastActiveAt: 'last_active_at',
  activityCount: 'activity_count',
  activityCheckedAt: 'activity_checked_at',
  deletedAt: 'deleted_at',
  endpoint: 'endpoint',
  serverVersion: 'server_version',
  generation: 'generation',
  observedGeneration: 'observed_generation',
  version: 'version',
};

const OWN_COLUMNS = Object.values(COLUMN_OF);

const CLUSTER_COLUMN_OF: Readonly<Record<keyof LabClusterRow, string>> = {
  cluster_id: 'id',
  cluster_host: 'host',
  cluster_name: 'name',
  cluster_state: 'state',
  cluster_state_since: 'state_since',
  cluster_state_version: 'state_version',
  cluster_observed: 'observed',
  cluster_observed_version: 'observed_version',
};

/**
 * What {@link LabRow} is selected with. The cluster is read by its unique `lab_id`
 * in subqueries rather than by a join, so that the rows of labs alone are locked.
 */
export const labColumns = (db: Knex) => [
  ...OWN_COLUMNS,
  ...Object.entries(CLUSTER_COLUMN_OF).map(([alias, column]) =>
    db('clusters')
      .select(column)
      .where('clusters.lab_id', db.ref('labs.id'))
      .as(alias),
  ),
];

/** The same of the labs whose ids a query gives: with each its cluster, by a join. */
export const labsWithClusters = (db: Knex, ids: Knex.QueryBuilder) =>
  db('labs')
    .leftJoin('clusters', 'clusters.lab_id', 'labs.id')
    .whereIn('labs.id', ids)
    .select(
      OWN_COLUMNS.map(column => `labs.${column}`),
      ...Object.entries(CLUSTER_COLUMN_OF).map(
        ([alias, column]) => `clusters.${column} as ${alias}`,
      ),
    );

const optionalTime = (value: DbTime | null): Date | undefined =>
  value === null ? undefined : fromDbTime(value);

/** What a lab is that does not say what it is. */
const NO_SPEC: LabSpec = { kubernetesVersion: 'default', workers: 0 };

export function specFromRow(row: Pick<LabRow, 'spec'>): LabSpec {
  return readJson<LabSpec>(row.spec, NO_SPEC);
}

export function labFromRow(row: LabRow): LabRecord {
  // Rows that an earlier version has written have no bounds.
  return boundedFields({
    id: row.id,
    name: row.name,
    ownerRef: row.owner_ref,
    createdBy: row.created_by,
    purpose: row.purpose ?? undefined,
    componentRef: row.component_ref ?? undefined,
    provider: row.provider,
    simulated: Boolean(row.simulated),
    host: row.host,
    spec: specFromRow(row),
    cluster: labClusterFrom(row),
    desired: row.desired as LabRecord['desired'],
    status: row.status as LabStatus,
    statusMessage: row.status_message,
    phase: row.phase ?? undefined,
    phaseStartedAt: optionalTime(row.phase_started_at),
    phases: readJson<LabPhase[]>(row.phases, []),
    progress: row.progress,
    conditions: readJson<Record<string, LabCondition>>(row.conditions, {}),
    nodes: readJson<LabNode[]>(row.nodes, []),
    attempt: row.attempt,
    failures: row.failures,
    nextAttemptAt: optionalTime(row.next_attempt_at),
    leaseHolder: row.lease_holder ?? undefined,
    leaseUntil: optionalTime(row.lease_until),
    ttlSeconds: row.ttl_seconds,
    createdAt: fromDbTime(row.created_at),
    runningAt: optionalTime(row.running_at),
    expiresAt: fromDbTime(row.expires_at),
    warnedSeconds: row.warned_seconds ?? undefined,
    pausedAt: optionalTime(row.paused_at),
    pausedSecondsLeft: row.paused_seconds_left ?? undefined,
    lastActiveAt: optionalTime(row.last_active_at),
    activityCount:
      row.activity_count === null
        ? undefined
        : fromDbInteger(row.activity_count),
    activityCheckedAt: optionalTime(row.activity_checked_at),
    deletedAt: optionalTime(row.deleted_at),
    endpoint: row.endpoint ?? undefined,
    serverVersion: row.server_version ?? undefined,
    generation: row.generation,
    observedGeneration: row.observed_generation,
    version: row.version,
  });
}

/**
 * The columns that stand for some fields of a lab; undefined becomes null, and
 * what is no plain value becomes JSON.
 */
export function labToRow(
  db: Knex,
  fields: Partial<LabRecord> & LabChange['set'],
): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  const { cluster: _, ...own } = boundedFields(fields);
  for (const [field, value] of Object.entries(own)) {
    if (field === 'kubeconfig') {
      row.kubeconfig = fields.kubeconfig?.ciphertext ?? null;
      row.kubeconfig_key_id = fields.kubeconfig?.keyId ?? null;
      continue;
    }
    const column = COLUMN_OF[field];
    if (value === undefined) {
      row[column] = null;
    } else if (value instanceof Date) {
      row[column] = toDbTime(db, value);
    } else if (typeof value === 'object') {
      row[column] = JSON.stringify(value);
    } else {
      row[column] = value;
    }
  }
  return row;
}
