import { toError } from '@backstage/errors';
import { ApiException } from '@kubernetes/client-node';
import { connectionCode } from '../labs';

/**
 * One sentence on why the API server of a lab refused something, or could not be
 * reached, and what to do.
 *
 * @param what - what was not done
 * @param server - the URL of the API server
 */
export function explainCluster(
  what: string,
  error: unknown,
  server: string,
): Error {
  if (error instanceof ApiException) {
    return new Error(`${what}: ${messageOf(error)}`);
  }
  const code = connectionCode(error);
  if (code !== undefined) {
    return unreachable(what, server, code);
  }
  return new Error(`${what}: ${toError(error).message}`);
}

/** The way from the backend to a lab may be another than from people's machines. */
export function unreachable(what: string, server: string, why: string): Error {
  return new Error(
    `${what}: the API server of the lab, ${server}, cannot be reached from the portal’s backend (${why}). Have the portal’s administrator let labs listen where the backend reaches them (pyk8sLab.kind.reach), or use pyk8s-lab:exec with "kubectl apply -f -", which needs no way to it.`,
  );
}

/** The API server's own words; the client's would quote the whole answer. */
function messageOf({ code, body }: ApiException<unknown>): string {
  let answer: unknown = body;
  if (typeof body === 'string') {
    try {
      answer = JSON.parse(body);
    } catch {
      // An answer that is no status is of no use to people.
    }
  }
  const { message } =
    typeof answer === 'object' && answer !== null
      ? (answer as { message?: unknown })
      : { message: undefined };
  return typeof message === 'string'
    ? message.slice(0, 1_000)
    : `the API server answered with ${code}`;
}
