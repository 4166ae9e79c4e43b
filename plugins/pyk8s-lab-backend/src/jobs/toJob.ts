import type { LabJob } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabJobRecord } from '../database';

/** A job as the API shows it. */
export function toJob(job: LabJobRecord): LabJob {
  return {
    id: job.id,
    labId: job.labId,
    labName: job.labName,
    type: job.type,
    title: job.title,
    status: job.status,
    message: job.message,
    progress: job.progress,
    steps: [...job.steps],
    attempt: job.attempt,
    version: job.version,
    createdBy: job.createdBy,
    createdAt: job.createdAt.toISOString(),
    endedAt: job.endedAt?.toISOString(),
    traceId: job.traceId,
    result: job.result,
  };
}
