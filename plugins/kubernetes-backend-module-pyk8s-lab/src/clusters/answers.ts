import { once } from 'node:events';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { ClusterAccess } from './readKubeconfig';

/** How long a cluster has for a short answer, in milliseconds. */
const ANSWER_MS = 5_000;

/**
 * Settles once a cluster has answered. The Kubernetes plugin asks all clusters at once
 * and waits for each without an end, so that one whose nodes are frozen would keep the
 * others' answers from people.
 * @throws Error when nothing came in time, it cannot be reached, or it does not know
 *   the token
 */
export async function assertAnswers(access: ClusterAccess): Promise<void> {
  const url = new URL(access.url);
  url.pathname = `${url.pathname.replace(/(?<!\/)\/+$/, '')}/version`;
  const signal = AbortSignal.timeout(ANSWER_MS);
  const options = {
    signal,
    headers: { Authorization: `Bearer ${access.token}` },
    // Of its own, so that no connection is left when it is done.
    agent: false,
  };
  const request =
    url.protocol === 'https:'
      ? requestHttps(url, {
          ...options,
          ca: access.caData && Buffer.from(access.caData, 'base64'),
        })
      : requestHttp(url, options);
  try {
    request.end();
    const [response]: IncomingMessage[] = await once(request, 'response', {
      signal,
    });
    response.destroy();
    if (response.statusCode === 401) {
      throw new Error('it does not know the token any more');
    }
  } catch (error) {
    throw signal.aborted
      ? new Error(`nothing came within ${ANSWER_MS / 1_000} s`)
      : error;
  } finally {
    request.destroy();
  }
}
