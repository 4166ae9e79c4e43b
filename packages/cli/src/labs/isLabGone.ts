import {
  labOutcome,
  type LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { isNotFound } from '../errors';
import type { LabMark } from '../kubeconfig';

/**
 * Whether a lab is deleted for certain.
 * @param caller - "not found" of a lab that another user merged means only that the
 *   caller may not see it. If either user is unknown, as with opaque tokens of
 *   services, it means nothing
 * @throws any other error, which may be temporary
 */
export async function isLabGone(
  labs: Pick<LabApi, 'getLab'>,
  { lab, user }: LabMark,
  caller: string | undefined,
): Promise<boolean> {
  try {
    return labOutcome(await labs.getLab(lab), 'RUNNING') === 'deleted';
  } catch (error) {
    if (isNotFound(error)) {
      return user !== undefined && user === caller;
    }
    throw error;
  }
}
