import { InputError } from '@backstage/errors';
import {
  unlessAborted,
  type ClusterAccess,
  type ClusterLogOptions,
  type ClusterLogSource,
  type ClusterPodLogs,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import {
  LogRefusal,
  type LogReader,
  type WantedPodLog,
} from './pods/LogReader';
import type { ClusterInspector } from '../lifecycle/ClusterInspector';
import { assertPodNames } from '../commands/kubernetesNames';
import { namesInWords, shortReason } from '../lifecycle/messages';
import { withoutRefusal } from '../commands/withoutRefusal';

type PodSource = Extract<ClusterLogSource, { kind: 'pod' }>;

/** More than a lab can run: the kubelet's limit is 110 on a node. */
const MAX_PODS = 500;
/** The pods that an error names, plus one to detect more. */
const NAMED_PODS = 21;
const BAD_REQUEST = 400;
const NOT_FOUND = 404;

/** Finds pods, and reads the logs of their containers. */
export class PodLogs {
  readonly #inspector: ClusterInspector;
  readonly #reader: LogReader;

  constructor(options: { inspector: ClusterInspector; reader: LogReader }) {
    this.#inspector = options.inspector;
    this.#reader = options.reader;
  }

  /** The pods of a cluster that have logs, by namespace and name. */
  async list(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<ClusterPodLogs[]> {
    return this.#inspector.askApi(name, options, (access, signal) =>
      this.#reader.pods(access, { limit: MAX_PODS, signal }),
    );
  }

  /**
   * Implements LogCapability.logs.
   * @throws the reason of the signal when it aborts, also for a followed log
   */
  async read(
    name: string,
    source: PodSource,
    options: ClusterLogOptions,
  ): Promise<void> {
    assertPodNames(source);
    const { signal, onOutput } = options;
    const wanted: WantedPodLog = {
      namespace: source.namespace,
      pod: source.pod,
      container: await this.#container(name, source, signal),
      previous: source.previous ?? false,
      tailLines: options.tailLines,
      sinceSeconds: options.sinceSeconds,
      follow: options.follow,
    };
    const access = await this.#inspector.portalAccess(name, options);
    for await (const chunk of this.#chunks(name, access, wanted, signal)) {
      // The handler may never settle after an abort.
      await unlessAborted(Promise.resolve(onOutput(chunk)), signal);
    }
  }

  /** @throws InputError when the pod or its container does not exist */
  async #container(
    name: string,
    { namespace, pod: podName, container }: PodSource,
    signal: AbortSignal,
  ): Promise<string> {
    const pod = await this.#inspector.askApi(
      name,
      { signal },
      (access, within) =>
        this.#reader.pod(access, {
          namespace,
          name: podName,
          signal: within,
        }),
    );
    if (!pod) {
      throw await this.#noPod(name, namespace, podName, signal);
    }
    const chosen =
      container === undefined
        ? pod.containers.find(({ init }) => !init)
        : pod.containers.find(found => found.name === container);
    if (!chosen) {
      throw new InputError(
        `There is no container ${container} in the pod ${podName}; there is ${namesInWords(
          pod.containers.map(found => found.name),
        )}.`,
      );
    }
    return chosen.name;
  }

  async #noPod(
    name: string,
    namespace: string,
    pod: string,
    signal: AbortSignal,
  ): Promise<InputError> {
    const there = await this.#inspector.askApi(
      name,
      { signal },
      (access, within) =>
        this.#reader.pods(access, {
          namespace,
          limit: NAMED_PODS,
          signal: within,
        }),
    );
    return new InputError(
      `There is no pod ${pod} in the namespace ${namespace}; there is ${
        namesInWords(there.map(found => found.name)) || 'none'
      }.`,
    );
  }

  /** Reads the log, and translates errors for users. */
  async *#chunks(
    name: string,
    access: ClusterAccess,
    wanted: WantedPodLog,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array, void> {
    try {
      const { container, pod, previous } = wanted;
      yield* withoutRefusal(
        this.#reader.podLog(access, wanted, { signal }),
        previous
          ? `a previous container ${container} of the pod ${pod}`
          : `the container ${container} of the pod ${pod}`,
      );
    } catch (error) {
      signal.throwIfAborted();
      throw inWords(error, name, wanted);
    }
  }
}

function inWords(error: unknown, cluster: string, wanted: WantedPodLog): Error {
  if (error instanceof InputError) {
    return error;
  }
  if (!(error instanceof LogRefusal)) {
    return new Error(
      `The cluster ${cluster} broke off the log: ${shortReason(error)}.`,
    );
  }
  switch (error.status) {
    case BAD_REQUEST:
      return new InputError(error.message);
    case NOT_FOUND:
      return new InputError(
        `There is no pod ${wanted.pod} in the namespace ${wanted.namespace} any more.`,
      );
    default:
      return new Error(
        `The cluster ${cluster} does not give the log: ${error.message}`,
      );
  }
}
