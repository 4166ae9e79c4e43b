import type { Knex } from 'knex';
import { fromDbInteger } from '../dialect';
import type { NewLabEvent } from '../LabRecord';
import { eventToRow } from '../eventRows';

/**
 * Adds events to the log, inside the transaction of the change they tell of.
 *
 * The counter's row stays locked until that transaction ends, so events become
 * visible in the order of their seq and without gaps: a reader that has read up to a
 * seq has missed nothing below it. A database sequence promises neither.
 */
export async function appendEvents(
  tx: Knex,
  labId: string,
  at: Date,
  events: readonly NewLabEvent[],
): Promise<void> {
  if (events.length === 0) {
    return;
  }
  const [{ value }] = await tx('lab_counters')
    .where({ name: 'events' })
    .update({ value: tx.raw('value + ?', [events.length]) }, ['value']);
  const first = fromDbInteger(value) - events.length + 1;
  await tx('lab_events').insert(
    events.map((event, index) =>
      eventToRow(tx, { ...event, labId, at, seq: first + index }),
    ),
  );
}
