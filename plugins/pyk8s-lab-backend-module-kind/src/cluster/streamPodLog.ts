import { once } from 'node:events';
import {
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ClusterAccess } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { portalConnection } from './client';
import { LogRefusal, type WantedPodLog } from './LogReader';
import { SilenceLimit } from './SilenceLimit';

const OK = 200;
/** Kubernetes' words are shorter; what a proxy sends in its place may not be. */
const MAX_WORDS_BYTES = 64 * 2 ** 10;
/** How long an API server may say nothing, in milliseconds. */
const SILENCE_MS = 20_000;
/** How soon the kernel looks whether the other side of an idle connection is there. */
const KEEP_ALIVE_MS = 30_000;

/**
 * Reads the log of a container as it comes: as LogReader.podLog. The client's own
 * `Log` pipes into a stream and forgets about it, errors included.
 *
 * @param options - silenceMs: how long the API server may say nothing. The log of
 *   what has nothing to say begins late, when it is followed: there it is the time
 *   for the connection.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#get-read-log-of-the-specified-pod
 */
export async function* streamPodLog(
  access: ClusterAccess,
  wanted: WantedPodLog,
  options: { signal: AbortSignal; silenceMs?: number },
): AsyncGenerator<Uint8Array, void> {
  const { signal, silenceMs = SILENCE_MS } = options;
  signal.throwIfAborted();
  const silence = new SilenceLimit(silenceMs);
  const url = urlOf(access.server, wanted);
  const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
  const request = send(url, {
    ...portalConnection(access),
    signal: AbortSignal.any([signal, silence.signal]),
  });
  // Those that come late, when nobody waits for anything, are nobody's.
  request.on('error', () => undefined);
  try {
    silence.begin();
    if (wanted.follow) {
      onConnected(request, () => silence.end());
    }
    request.end();
    const response = await answerTo(request);
    if (response.statusCode !== OK) {
      throw await refusal(response);
    }
    for await (const chunk of response) {
      silence.end();
      yield chunk;
      if (!wanted.follow) {
        silence.begin();
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    silence.signal.throwIfAborted();
    throw error;
  } finally {
    silence.end();
    request.destroy();
  }
}

async function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  const [response] = await once(request, 'response');
  return response;
}

function urlOf(server: string, wanted: WantedPodLog): URL {
  const { namespace, pod, container, previous, follow } = wanted;
  const url = new URL(
    `${server.replace(
      /(?<!\/)\/+$/,
      '',
    )}/api/v1/namespaces/${encodeURIComponent(
      namespace,
    )}/pods/${encodeURIComponent(pod)}/log`,
  );
  const query: Record<string, string | number | boolean | undefined> = {
    container,
    follow,
    previous,
    tailLines: wanted.tailLines,
    sinceSeconds: wanted.sinceSeconds,
    timestamps: true,
  };
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) {
      url.searchParams.set(name, String(value));
    }
  }
  return url;
}

function onConnected(request: ClientRequest, then: () => void): void {
  request.once('socket', socket => {
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', then);
  });
}

/** What an answer that is no log says. */
async function refusal(response: IncomingMessage): Promise<LogRefusal> {
  const { statusCode = 0, statusMessage } = response;
  let words = '';
  for await (const chunk of response) {
    words += chunk;
    if (words.length > MAX_WORDS_BYTES) {
      break;
    }
  }
  return new LogRefusal(
    statusCode,
    messageIn(words) ?? `HTTP ${statusCode} ${statusMessage ?? ''}`.trim(),
  );
}

/** The message of a Status of Kubernetes. */
function messageIn(answer: string): string | undefined {
  try {
    const { message } = JSON.parse(answer);
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
