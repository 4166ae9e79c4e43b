import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { boundedData, boundedMessage } from './bounds';
import {
  fromDbInteger,
  fromDbTime,
  readJson,
  toDbTime,
  type DbTime,
} from './dialect';
import type { LabEventRecord, NewLabEvent } from './LabRecord';

/** A row of `lab_events`. */
export interface LabEventRow {
  seq: number | string;
  lab_id: string;
  at: DbTime;
  type: string;
  actor_ref: string | null;
  message: string;
  data: string | null;
}

export function eventFromRow(row: LabEventRow): LabEventRecord {
  return {
    seq: fromDbInteger(row.seq),
    labId: row.lab_id,
    at: fromDbTime(row.at),
    type: row.type,
    actorRef: row.actor_ref ?? undefined,
    message: boundedMessage(row.message),
    data: boundedData(
      row.data === null
        ? undefined
        : readJson<JsonObject | undefined>(row.data, undefined),
    ),
  };
}

export function eventToRow(
  db: Knex,
  event: NewLabEvent & { labId: string; seq: number; at: Date },
): Record<string, unknown> {
  const data = boundedData(event.data);
  return {
    seq: event.seq,
    lab_id: event.labId,
    at: toDbTime(db, event.at),
    type: event.type,
    actor_ref: event.actorRef ?? null,
    message: boundedMessage(event.message),
    data: data ? JSON.stringify(data) : null,
  };
}
