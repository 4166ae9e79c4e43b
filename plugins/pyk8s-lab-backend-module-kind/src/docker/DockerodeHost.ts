import Docker from 'dockerode';
import type {
  DockerCallOptions,
  DockerHost,
  KindContainer,
  OwnContainer,
} from './DockerHost';
import { socketPathOf } from './endpoint';
import { followPull } from './pullProgress';
import { readSingleFile } from './singleFileArchive';
import { asUnavailable, silent, statusOf } from './unavailable';

const CLUSTER_LABEL = 'io.x-k8s.kind.cluster';
const ROLE_LABEL = 'io.x-k8s.kind.role';
/** The port of the API server inside a node. */
const API_PORT = 6443;

const CALL_TIMEOUT_MS = 15_000;
/** People wait for the answer. */
const VERSION_TIMEOUT_MS = 5_000;
const REMOVE_TIMEOUT_MS = 60_000;
/** For a registry that goes silent; the attempt's own time is the limit. */
const PULL_TIMEOUT_MS = 3_600_000;

/** Docker, asked by dockerode. */
export class DockerodeHost implements DockerHost {
  readonly endpoint: string;
  readonly #docker: Docker;
  readonly #callTimeoutMs: number;

  /**
   * @param options - endpoint: as DOCKER_HOST takes it; of one that is not a
   *   socket's, dockerode reads the address and the certificates from the
   *   environment
   */
  static create(options: {
    endpoint: string;
    callTimeoutMs?: number;
  }): DockerodeHost {
    const socketPath = socketPathOf(options.endpoint);
    return new DockerodeHost(
      options.endpoint,
      new Docker(socketPath === undefined ? undefined : { socketPath }),
      options.callTimeoutMs ?? CALL_TIMEOUT_MS,
    );
  }

  private constructor(endpoint: string, docker: Docker, callTimeoutMs: number) {
    this.endpoint = endpoint;
    this.#docker = docker;
    this.#callTimeoutMs = callTimeoutMs;
  }

  async version(options?: DockerCallOptions): Promise<string> {
    const { Version } = await this.#call(
      () => this.#docker.version(),
      options,
      Math.min(VERSION_TIMEOUT_MS, this.#callTimeoutMs),
    );
    return Version;
  }

  async hasImage(image: string, options?: DockerCallOptions): Promise<boolean> {
    const found = await this.#find(
      () => this.#docker.getImage(image).inspect(),
      options,
    );
    return found !== undefined;
  }

  async pullImage(
    image: string,
    options: DockerCallOptions & { onLine: (line: string) => void },
  ): Promise<void> {
    await this.#call(
      async abortSignal => {
        const stream = await this.#docker.pull(image, { abortSignal });
        await followPull(stream, options.onLine);
      },
      options,
      PULL_TIMEOUT_MS,
    );
  }

  async listContainers(options?: DockerCallOptions): Promise<KindContainer[]> {
    const found = await this.#call(
      abortSignal =>
        this.#docker.listContainers({
          all: true,
          filters: { label: [CLUSTER_LABEL] },
          abortSignal,
        }),
      options,
    );
    return found.map(({ Id, Names, Labels, State, Ports }) => ({
      id: Id,
      name: Names[0]?.replace(/^\//, '') ?? Id,
      cluster: Labels[CLUSTER_LABEL],
      role: Labels[ROLE_LABEL] === 'control-plane' ? 'control-plane' : 'worker',
      state: State,
      apiPort: Ports.find(
        ({ PrivatePort, PublicPort }) => PrivatePort === API_PORT && PublicPort,
      )?.PublicPort,
    }));
  }

  async publishedPorts(options?: DockerCallOptions): Promise<Set<number>> {
    const running = await this.#call(
      abortSignal => this.#docker.listContainers({ abortSignal }),
      options,
    );
    return new Set(
      running.flatMap(({ Ports }) =>
        Ports.flatMap(({ PublicPort }) => PublicPort ?? []),
      ),
    );
  }

  async removeContainer(
    id: string,
    options?: DockerCallOptions,
  ): Promise<void> {
    try {
      await this.#find(
        () => this.#docker.getContainer(id).remove({ force: true, v: true }),
        options,
        REMOVE_TIMEOUT_MS,
      );
    } catch (error) {
      // Somebody else removes it already.
      if (statusOf(error) !== 409) {
        throw error;
      }
    }
  }

  async readFile(
    containerId: string,
    path: string,
    options?: DockerCallOptions,
  ): Promise<string | undefined> {
    return this.#find(
      async abortSignal =>
        readSingleFile(
          await this.#docker
            .getContainer(containerId)
            .getArchive({ path, abortSignal }),
        ),
      options,
    );
  }

  async findOwnContainer(
    idOrName: string,
    options?: DockerCallOptions,
  ): Promise<OwnContainer | undefined> {
    const found = await this.#find(
      abortSignal =>
        this.#docker.getContainer(idOrName).inspect({ abortSignal }),
      options,
    );
    return (
      found && {
        id: found.Id,
        networkMode: found.HostConfig.NetworkMode ?? 'default',
        networks: Object.keys(found.NetworkSettings.Networks),
      }
    );
  }

  async connectToNetwork(
    network: string,
    containerId: string,
    options?: DockerCallOptions,
  ): Promise<void> {
    try {
      await this.#call(
        () =>
          this.#docker.getNetwork(network).connect({ Container: containerId }),
        options,
      );
    } catch (error) {
      // Another call, or another portal in this container, was faster.
      if (!(error instanceof Error && /already exists/.test(error.message))) {
        throw error;
      }
    }
  }

  /** A call whose subject may not be there. */
  async #find<T>(
    ask: (signal: AbortSignal) => Promise<T>,
    options?: DockerCallOptions,
    timeoutMs?: number,
  ): Promise<T | undefined> {
    try {
      return await this.#call(ask, options, timeoutMs);
    } catch (error) {
      if (statusOf(error) === 404) {
        return undefined;
      }
      throw error;
    }
  }

  /** Every call ends in time: dockerode itself may wait for ever. */
  async #call<T>(
    ask: (signal: AbortSignal) => Promise<T>,
    options: DockerCallOptions = {},
    timeoutMs: number = this.#callTimeoutMs,
  ): Promise<T> {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = options.signal
      ? AbortSignal.any([options.signal, timeout])
      : timeout;
    let stop = () => {};
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
    });
    try {
      signal.throwIfAborted();
      return await Promise.race([ask(signal), stopped]);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (timeout.aborted) {
        throw silent(this.endpoint);
      }
      throw asUnavailable(error, this.endpoint) ?? error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
}
