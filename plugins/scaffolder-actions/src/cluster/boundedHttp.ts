import { request as overHttp, type IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import {
  ResponseContext,
  wrapHttpLibrary,
  type HttpLibrary,
  type RequestContext,
} from '@kubernetes/client-node';
import type { ClusterConnectionOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** Enough for a page of pods with all that they say, and for what etcd can hold. */
const MAX_ANSWER_BYTES = 8 * 2 ** 20;
/** What kinds of objects there are is remembered, so it is bounded in all. */
const MAX_DISCOVERY_BYTES = 16 * 2 ** 20;
const DISCOVERY = /^\/(api\/[^/]+|apis\/[^/]+\/[^/]+)$/;

/** An API server that says more than the portal reads. */
class AnswerTooLongError extends Error {
  override name = 'AnswerTooLongError';

  constructor() {
    super(
      'the API server of the lab answers with more than the portal reads: look at it with kubectl.',
    );
  }
}

/**
 * How the portal talks to the API server of a lab, which may be anything that the
 * lab's owner has made of it: answers are read up to a size and not unpacked, and
 * no redirection leads the backend to somewhere else.
 *
 * @param connection - as whom
 * @param signal - ends every request
 */
export function boundedHttp(
  connection: ClusterConnectionOptions,
  signal: AbortSignal,
): HttpLibrary {
  let discoveryLeft = MAX_DISCOVERY_BYTES;
  return wrapHttpLibrary({
    async send(request) {
      const isDiscovery = DISCOVERY.test(new URL(request.getUrl()).pathname);
      const answer = await send(request, connection, signal);
      const body = await read(
        answer,
        isDiscovery
          ? Math.min(MAX_ANSWER_BYTES, discoveryLeft)
          : MAX_ANSWER_BYTES,
      );
      discoveryLeft -= isDiscovery ? body.length : 0;
      return new ResponseContext(answer.statusCode ?? 0, headersOf(answer), {
        text: async () => body.toString('utf8'),
        binary: async () => body,
      });
    },
  });
}

async function send(
  request: RequestContext,
  { agent, headers }: ClusterConnectionOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const begin = request.getUrl().startsWith('https:') ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const sent = begin(
      request.getUrl(),
      {
        method: request.getHttpMethod().toString(),
        headers: { ...request.getHeaders(), ...headers },
        agent,
        signal,
      },
      resolve,
    );
    sent.on('error', reject);
    const body = request.getBody();
    // What this package sends is JSON; forms are for other APIs.
    sent.end(typeof body === 'string' ? body : undefined);
  });
}

async function read(
  answer: IncomingMessage,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop ends the connection.
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new AnswerTooLongError();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function headersOf(answer: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [
      name,
      String(value ?? ''),
    ]),
  );
}
