import { once } from 'node:events';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';

/** How long a cluster has for a short answer, in milliseconds. */
const ANSWER_MS = 3_000;

/**
 * Settles once a cluster has answered anything at all. The Kubernetes plugin asks all
 * clusters at once and waits for each without an end, so that one whose nodes are
 * frozen would keep the others' answers from people.
 * @throws Error when nothing came in time, or it cannot be reached
 */
export async function assertAnswers(cluster: ClusterDetails): Promise<void> {
  const url = new URL(cluster.url);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/version`;
  const signal = AbortSignal.timeout(ANSWER_MS);
  const request =
    url.protocol === 'https:'
      ? requestHttps(url, {
          signal,
          ca: cluster.caData && Buffer.from(cluster.caData, 'base64'),
          // Of its own, so that no connection is left when it is done.
          agent: false,
        })
      : requestHttp(url, { signal, agent: false });
  try {
    request.end();
    const [response] = await once(request, 'response', { signal });
    response.destroy();
  } catch (error) {
    throw signal.aborted
      ? new Error(`nothing came within ${ANSWER_MS / 1_000} s`)
      : error;
  } finally {
    request.destroy();
  }
}
