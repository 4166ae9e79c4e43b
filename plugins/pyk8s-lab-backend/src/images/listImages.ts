import type { LabImageList } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { findLab, type LabStore } from '../database';
import type { LabImages } from './LabImages';
import { notRunning } from '../running/beginUse';

/**
 * The images of a running lab.
 * @throws NotFoundError, ConflictError or ServiceUnavailableError
 */
export async function listImages(
  id: string,
  { store, images }: { readonly store: LabStore; readonly images: LabImages },
): Promise<LabImageList> {
  const lab = await findLab(id, store);
  const doing = 'Images can be listed';
  if (lab.status !== 'RUNNING') {
    throw notRunning(lab, doing);
  }
  try {
    return await images.list(lab);
  } catch (error) {
    const current = await store.get(id);
    throw current && current.status !== 'RUNNING'
      ? notRunning(current, doing)
      : error;
  }
}
