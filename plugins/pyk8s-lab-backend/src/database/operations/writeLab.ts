import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import { LabNameTakenError } from '../../errors';
import { boundedFields } from '../bounds';
import { lockRows } from '../dialect';
import { LeaseLostError } from '../errors';
import type { LabChange, LabRecord, NewLabEvent } from '../LabRecord';
import type { LabCounts, LabStore } from '../LabStore';
import { labColumns, labFromRow, labToRow, type LabRow } from '../labRows';
import { appendEvents } from './appendEvents';
import { countsIn } from './counts';
import { addLabCluster, changeLabCluster } from './labCluster';

/** What workers keep to themselves: readers see none of it. */
const UNSEEN: readonly string[] = [
  'lease_holder',
  'lease_until',
  'next_attempt_at',
  'failures',
  'activity_count',
  'activity_checked_at',
  'kubeconfig',
  'kubeconfig_key_id',
] satisfies readonly (keyof LabRow | 'kubeconfig' | 'kubeconfig_key_id')[];

/** As {@link LabStore.create} says. */
export async function createLab(
  db: Knex,
  lab: LabRecord,
  options: {
    events: readonly NewLabEvent[];
    idempotencyKey?: string;
    admit?: (counts: LabCounts) => Promise<void>;
  },
): Promise<LabRecord> {
  try {
    await db.transaction(async tx => {
      if (options.admit) {
        await lockQuotas(tx);
        await options.admit(countsIn(tx));
      }
      await tx('labs').insert({
        ...labToRow(tx, lab),
        idempotency_key: options.idempotencyKey ?? null,
      });
      await addLabCluster(tx, lab);
      await appendEvents(tx, lab.id, lab.createdAt, options.events);
    });
  } catch (error) {
    if (isDatabaseConflictError(error)) {
      throw new ConflictError(
        `${lab.ownerRef} has a lab named "${lab.name}" already: choose another name, or delete that lab first.`,
      );
    }
    throw error;
  }
  return boundedFields(lab);
}

/** As {@link LabStore.change} says. */
export async function changeLab(
  db: Knex,
  id: string,
  now: Date,
  decide: (current: LabRecord) => LabChange | undefined,
  options: NonNullable<Parameters<LabStore['change']>[3]>,
): Promise<LabRecord> {
  let isTransfer = false;
  try {
    return await db.transaction(async tx => {
      if (options.admit) {
        await lockQuotas(tx);
      }
      // Locked first: what a statement that waits for the lock reads beside the row
      // is from before that.
      await lockRows(tx, tx('labs').where({ id }).select('id'));
      const row: LabRow | undefined = await tx('labs')
        .where({ id })
        .first(labColumns(tx));
      if (!row) {
        throw new NotFoundError(`There is no lab with the id ${id}.`);
      }
      const current = labFromRow(row);
      if (options.holder && current.leaseHolder !== options.holder) {
        throw new LeaseLostError(`Another worker drives the lab ${id} now.`);
      }
      const change = decide(current);
      if (!change) {
        return current;
      }
      isTransfer = change.set.ownerRef !== undefined;
      await options.admit?.(countsIn(tx), current);
      const { kubeconfig: _, ...fields } = change.set;
      const columns = changedColumns(tx, current, change.set);
      const version =
        current.version + (isSeen(change, Object.keys(columns)) ? 1 : 0);
      await tx('labs')
        .where({ id })
        .update({ ...columns, version });
      const cluster = await changeLabCluster(tx, current, change.cluster, now);
      await appendEvents(tx, id, now, change.events ?? []);
      return boundedFields({ ...current, ...fields, cluster, version });
    });
  } catch (error) {
    if (isTransfer && isDatabaseConflictError(error)) {
      throw new LabNameTakenError(
        'The new owner has a lab of that name already.',
      );
    }
    throw error;
  }
}

function isSeen(
  { cluster, events = [] }: LabChange,
  columns: readonly string[],
): boolean {
  return (
    cluster !== undefined ||
    events.length > 0 ||
    columns.some(column => !UNSEEN.includes(column))
  );
}

/** The columns that get another value. */
function changedColumns(
  tx: Knex,
  current: LabRecord,
  set: LabChange['set'],
): Record<string, unknown> {
  const before = labToRow(tx, current);
  return Object.fromEntries(
    Object.entries(labToRow(tx, set)).filter(
      ([column, value]) =>
        // The kubeconfig is not read with a lab, so it is written as it comes.
        !(column in before) ||
        JSON.stringify(value) !== JSON.stringify(before[column]),
    ),
  );
}

/**
 * Keeps labs from being added, handed over or recreated anywhere until the
 * transaction ends.
 */
async function lockQuotas(tx: Knex): Promise<void> {
  await lockRows(
    tx,
    tx('lab_counters').where({ name: 'quotas' }).select('value'),
  );
}
