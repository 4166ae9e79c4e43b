import {
  openClusterAnswer,
  type ClusterAccess,
  type ClusterAnswer,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { AS_PORTAL } from '../../lifecycle/checks/client';
import { LogRefusal, type WantedPodLog } from './LogReader';

/** Aborts after a time of silence. */
export class SilenceLimit {
  readonly #controller = new AbortController();
  readonly #limitMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  begin(): void {
    this.end();
    this.#timer = setTimeout(
      () =>
        this.#controller.abort(
          new Error(`no answer within ${this.#limitMs / 1_000} s`),
        ),
      this.#limitMs,
    );
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

const OK = 200;
/** Kubernetes' messages are shorter; those of a proxy may not be. */
const MAX_MESSAGE_CHARS = 64 * 2 ** 10;
/** The maximum silence of an API server, in milliseconds. */
const SILENCE_MS = 20_000;

/** The whole log by default. */
type PodLogRequest = Omit<WantedPodLog, 'tailLines'> &
  Partial<Pick<WantedPodLog, 'tailLines'>>;

/**
 * Implements LogReader.podLog. The client's `Log` class pipes into a stream and loses
 * errors.
 *
 * @param options - silenceMs: the maximum silence of the API server. A followed log
 *   may be silent at any time: for it this is the timeout of the connection.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#get-read-log-of-the-specified-pod
 */
export async function* streamPodLog(
  access: ClusterAccess,
  wanted: PodLogRequest,
  options: { signal: AbortSignal; silenceMs?: number },
): AsyncGenerator<Uint8Array, void> {
  yield* streamPath(access, pathOf(wanted), {
    ...options,
    mayBeSilent: wanted.follow,
  });
}

/**
 * Reads a path of an API server as fast as it is consumed; ending the iteration ends
 * the request.
 *
 * @param options - mayBeSilent: only the connection has a timeout
 * @throws as {@link streamPodLog} does
 */
export async function* streamPath(
  access: ClusterAccess,
  path: string,
  options: { signal: AbortSignal; silenceMs?: number; mayBeSilent?: boolean },
): AsyncGenerator<Uint8Array, void> {
  const { signal, silenceMs = SILENCE_MS, mayBeSilent = false } = options;
  signal.throwIfAborted();
  const silence = new SilenceLimit(silenceMs);
  let answer: ClusterAnswer | undefined;
  try {
    silence.begin();
    answer = await openClusterAnswer(access, {
      path,
      headers: AS_PORTAL,
      signal: AbortSignal.any([signal, silence.signal]),
      onConnected: mayBeSilent ? () => silence.end() : undefined,
    });
    if (answer.status !== OK) {
      silence.begin();
      throw await refusal(answer);
    }
    for await (const chunk of answer.body) {
      silence.end();
      yield chunk;
      if (!mayBeSilent) {
        silence.begin();
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    silence.signal.throwIfAborted();
    throw error;
  } finally {
    silence.end();
    answer?.close();
  }
}

function pathOf(wanted: PodLogRequest): string {
  const { namespace, pod, container, previous, follow } = wanted;
  const query: Record<string, string | number | boolean | undefined> = {
    container,
    follow,
    previous,
    tailLines: wanted.tailLines,
    sinceSeconds: wanted.sinceSeconds,
    timestamps: true,
  };
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) {
      params.set(name, String(value));
    }
  }
  return `/api/v1/namespaces/${encodeURIComponent(
    namespace,
  )}/pods/${encodeURIComponent(pod)}/log?${params}`;
}

/** The message of an error response. */
async function refusal(answer: ClusterAnswer): Promise<LogRefusal> {
  const { status, statusMessage } = answer;
  let body = '';
  for await (const chunk of answer.body) {
    body += chunk;
    if (body.length > MAX_MESSAGE_CHARS) {
      break;
    }
  }
  return new LogRefusal(
    status,
    messageIn(body) ?? `HTTP ${status} ${statusMessage}`.trim(),
  );
}

/** The message of a Kubernetes Status object. */
function messageIn(answer: string): string | undefined {
  try {
    const { message } = JSON.parse(answer);
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
