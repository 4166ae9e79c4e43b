import type {
  LabApi,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { isNotFound } from '../errors';
import type { LabMark } from '../kubeconfig';

/** Nothing leads back from these. */
const GONE: readonly LabStatus[] = ['DELETING', 'DELETED'];

/**
 * Whether the portal says for sure that a lab is gone.
 * @param caller - who asks: of a lab that somebody else has got, "not found" says only
 *   that the caller may not see it. Where either is unknown, as with opaque tokens of
 *   services, it says nothing
 * @throws whatever else it answers, which may pass
 */
export async function isLabGone(
  labs: Pick<LabApi, 'getLab'>,
  { lab, user }: LabMark,
  caller: string | undefined,
): Promise<boolean> {
  try {
    const { status } = await labs.getLab(lab);
    return GONE.includes(status);
  } catch (error) {
    if (isNotFound(error)) {
      return user !== undefined && user === caller;
    }
    throw error;
  }
}
