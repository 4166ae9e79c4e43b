import type { LabJob } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { NotFoundError } from '@backstage/errors';
import type { LabJobRecord, LabJobStore } from '../database';

/** @throws NotFoundError */
export async function findJob(
  id: string,
  store: Pick<LabJobStore, 'get'>,
): Promise<LabJobRecord> {
  const job = await store.get(id);
  if (!job) {
    throw new NotFoundError(`There is no job with the id ${id}.`);
  }
  return job;
}

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
