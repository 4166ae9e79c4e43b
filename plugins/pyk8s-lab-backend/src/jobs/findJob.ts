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
