import { NotFoundError } from '@backstage/errors';
import type { LabRecord } from './LabRecord';
import type { LabStore } from './LabStore';

/** @throws NotFoundError */
export async function findLab(
  id: string,
  store: Pick<LabStore, 'get'>,
): Promise<LabRecord> {
  const lab = await store.get(id);
  if (!lab) {
    throw new NotFoundError(`There is no lab with the id ${id}.`);
  }
  return lab;
}
