import type { JsonObject } from '@backstage/types';
import type {
  LabJobStatus,
  LabJobStep,
  LabJobType,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { fromDbTime } from './dialect';
import type { LabJobRecord } from './LabJobStore';

/** A row of `lab_jobs`, with the name of its lab. */
export interface JobRow {
  readonly seq: number | string;
  readonly id: string;
  readonly lab_id: string;
  readonly lab_name: string;
  readonly type: LabJobType;
  readonly title: string;
  readonly status: LabJobStatus;
  readonly message: string;
  readonly progress: number | null;
  readonly created_by: string | null;
  readonly created_at: Date | number | string;
  readonly ended_at: Date | number | string | null;
  readonly trace_id: string | null;
  readonly result: string | null;
  readonly cancel_requested: boolean | number;
  readonly attempt: number;
  readonly params: string | null;
  readonly steps: string | null;
  readonly version: number;
}

export function jobFromRow(row: JobRow): LabJobRecord {
  return {
    id: row.id,
    labId: row.lab_id,
    labName: row.lab_name,
    type: row.type,
    title: row.title,
    status: row.status,
    message: row.message,
    progress: row.progress ?? undefined,
    steps: row.steps === null ? [] : (JSON.parse(row.steps) as LabJobStep[]),
    attempt: row.attempt,
    params:
      row.params === null ? undefined : (JSON.parse(row.params) as JsonObject),
    cancelRequested: Boolean(row.cancel_requested),
    version: row.version,
    createdBy: row.created_by ?? undefined,
    createdAt: fromDbTime(row.created_at),
    endedAt: row.ended_at === null ? undefined : fromDbTime(row.ended_at),
    traceId: row.trace_id ?? undefined,
    result:
      row.result === null ? undefined : (JSON.parse(row.result) as JsonObject),
  };
}
