import { openClusterAnswer } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { clientAccess } from './labDetails';
import type { ClusterAccess } from './readKubeconfig';

/** The time limit for a short response of a cluster, in milliseconds. */
const ANSWER_MS = 5_000;

/**
 * Resolves once a cluster has responded. The Kubernetes plugin queries all clusters at
 * once and shows nothing before all have responded, so a lab with frozen nodes would
 * delay the others.
 * @throws Error at the time limit, when it cannot be reached, or when it rejects the
 *   token
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
