import {
  openClusterAnswer,
  type ClusterAccess,
  type ClusterAnswer,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { AS_PORTAL } from '../../lifecycle/checks/client';
import { LogRefusal, type WantedPodLog } from './LogReader';

/** Aborts when somebody who is to say something is silent for too long. */
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
/** Kubernetes' words are shorter; what a proxy sends in its place may not be. */
const MAX_WORDS_BYTES = 64 * 2 ** 10;
/** How long an API server may say nothing, in milliseconds. */
const SILENCE_MS = 20_000;

/** All of a log, unless a number of lines is given. */
type PodLogRequest = Omit<WantedPodLog, 'tailLines'> &
  Partial<Pick<WantedPodLog, 'tailLines'>>;

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
  wanted: PodLogRequest,
  options: { signal: AbortSignal; silenceMs?: number },
): AsyncGenerator<Uint8Array, void> {
  yield* streamPath(access, pathOf(wanted), {
    ...options,
    mayBeSilent: wanted.follow,
  });
}

/**
 * Reads what a path of an API server answers, no faster than it is taken. Whoever
 * takes no more ends the request.
 *
 * @param options - mayBeSilent: only the time for the connection is limited
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

/** What an answer that is no log says. */
async function refusal(answer: ClusterAnswer): Promise<LogRefusal> {
  const { status, statusMessage } = answer;
  let words = '';
  for await (const chunk of answer.body) {
    words += chunk;
    if (words.length > MAX_WORDS_BYTES) {
      break;
    }
  }
  return new LogRefusal(
    status,
    messageIn(words) ?? `HTTP ${status} ${statusMessage}`.trim(),
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
