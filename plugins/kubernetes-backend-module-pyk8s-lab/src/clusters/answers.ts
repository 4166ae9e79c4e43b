import { openClusterAnswer } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { clientAccess } from './labDetails';
import type { ClusterAccess } from './readKubeconfig';

/** How long a cluster has for a short answer, in milliseconds. */
const ANSWER_MS = 5_000;

/**
 * Settles once a cluster has answered. The Kubernetes plugin asks all clusters at once
 * and shows nothing before all have answered, so a lab whose nodes are frozen would
 * delay the answers of the others.
 * @throws Error when nothing came in time, it cannot be reached, or it does not know
 *   the token
 */
export async function assertAnswers(access: ClusterAccess): Promise<void> {
  const signal = AbortSignal.timeout(ANSWER_MS);
  try {
    const answer = await openClusterAnswer(clientAccess(access), {
      path: '/version',
      signal,
    });
    answer.close();
    if (answer.status === 401) {
      throw new Error('it does not know the token any more');
    }
  } catch (error) {
    throw signal.aborted
      ? new Error(`no answer within ${ANSWER_MS / 1_000} s`)
      : error;
  }
}
