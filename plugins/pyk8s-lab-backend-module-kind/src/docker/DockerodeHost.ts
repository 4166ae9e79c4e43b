import type { Readable } from 'node:stream';
import Docker from 'dockerode';
import type {
  ContainerDetails,
  ContainerLimit,
  ContainerProgram,
  DockerHost,
  DockerInfo,
  KindContainer,
  OwnContainer,
  ProgramRun,
  StartProgramOptions,
} from './DockerHost';
import {
  containerDetails,
  listedContainer,
  ownContainer,
} from './containers/containerInfo';
import { DockerCalls, type DockerConnection } from './DockerCalls';
import type { DockerEndpoint } from './connection/dockerContext';
import { DockerExec } from './exec/DockerExec';
import type { DockerCallOptions, DockerNetworks } from './DockerNetworks';
import { DockerodeNetworks } from './DockerodeNetworks';
import { CLUSTER_LABEL, findNodeImage } from './images/findNodeImage';
import { saveImage } from './images/saveImage';
import { modemOptions } from './connection/modemOptions';
import { followPull } from './images/pullProgress';
import { readContainerFile, writeContainerFile } from './exec/containerFiles';
import { statusOf } from './connection/unavailable';

const CALL_TIMEOUT_MS = 15_000;
/** Users wait for the response. */
const VERSION_TIMEOUT_MS = 5_000;
const REMOVE_TIMEOUT_MS = 60_000;
/** In addition to the grace period of the processes. */
const STOP_TIMEOUT_MS = 60_000;
const START_TIMEOUT_MS = 60_000;
/** For a registry that stops responding; the attempt has a shorter timeout. */
const PULL_TIMEOUT_MS = 3_600_000;

/** Calls Docker through dockerode. */
export class DockerodeHost implements DockerHost {
  readonly endpoint: string;
  readonly networks: DockerNetworks;
  readonly #connection: DockerConnection;
  readonly #docker: Docker;
  readonly #calls: DockerCalls;

  /**
   * @throws Error when the endpoint's address is invalid
   */
  static create(options: {
    endpoint: DockerEndpoint;
    callTimeoutMs?: number;
  }): DockerodeHost {
    const { endpoint, callTimeoutMs } = options;
    return new DockerodeHost({
      endpoint: endpoint.address,
      docker: new Docker(endpoint.problem ? undefined : modemOptions(endpoint)),
      calls: DockerCalls.create({
        endpoint: endpoint.address,
        timeoutMs: callTimeoutMs ?? CALL_TIMEOUT_MS,
        problem: endpoint.problem,
      }),
    });
  }

  private constructor(connection: DockerConnection) {
    const { docker, calls, endpoint } = connection;
    this.endpoint = endpoint;
    this.#connection = connection;
    this.#docker = docker;
    this.#calls = calls;
    this.networks = new DockerodeNetworks(docker, calls);
  }

  async version(options?: DockerCallOptions): Promise<string> {
    const { Version } = await this.#calls.call(
      () => this.#docker.version(),
      options,
      Math.min(VERSION_TIMEOUT_MS, this.#calls.timeoutMs),
    );
    return Version;
  }

  async info(options?: DockerCallOptions): Promise<DockerInfo> {
    const { NCPU, MemTotal, DockerRootDir } = await this.#calls.call(
      () => this.#docker.info(),
      options,
    );
    return { cpus: NCPU, memoryBytes: MemTotal, rootDirectory: DockerRootDir };
  }

  async hasImage(image: string, options?: DockerCallOptions): Promise<boolean> {
    const found = await this.#calls.find(
      () => this.#docker.getImage(image).inspect(),
      options,
    );
    return found !== undefined;
  }

  async findNodeImage(
    options?: DockerCallOptions,
  ): Promise<string | undefined> {
    return this.#calls.call(
      async abortSignal => findNodeImage(this.#docker, abortSignal),
      options,
    );
  }

  async pullImage(
    image: string,
    options: DockerCallOptions & { onLine: (line: string) => void },
  ): Promise<void> {
    await this.#calls.call(
      async abortSignal => {
        const stream = await this.#docker.pull(image, { abortSignal });
        await followPull(stream, options.onLine);
      },
      options,
      PULL_TIMEOUT_MS,
    );
  }

  async listContainers(options?: DockerCallOptions): Promise<KindContainer[]> {
    const found = await this.#calls.call(
      abortSignal =>
        this.#docker.listContainers({
          all: true,
          filters: { label: [CLUSTER_LABEL] },
          abortSignal,
        }),
      options,
    );
    return found.map(listedContainer);
  }

  async publishedPorts(options?: DockerCallOptions): Promise<Set<number>> {
    const [running, nodes] = await Promise.all([
      this.#calls.call(
        abortSignal => this.#docker.listContainers({ abortSignal }),
        options,
      ),
      this.listContainers(options),
    ]);
    const stopped = nodes.filter(({ state }) => state !== 'running');
    const kept = await Promise.all(
      stopped.map(({ id }) => this.inspectContainer(id, options)),
    );
    return new Set([
      ...running.flatMap(({ Ports }) =>
        Ports.flatMap(({ PublicPort }) => PublicPort ?? []),
      ),
      ...kept.flatMap(container => container?.ports ?? []),
    ]);
  }

  async inspectContainer(
    id: string,
    options?: DockerCallOptions,
  ): Promise<ContainerDetails | undefined> {
    const found = await this.#inspect(id, options);
    return found && containerDetails(found);
  }

  async limitContainer(
    id: string,
    { nanoCpus, memoryBytes, pids }: ContainerLimit,
    options?: DockerCallOptions,
  ): Promise<void> {
    await this.#calls.call(
      () =>
        this.#docker.getContainer(id).update({
          ...(nanoCpus !== undefined && { NanoCpus: nanoCpus }),
          // The same limit with swap as without it disables swap.
          ...(memoryBytes !== undefined && {
            Memory: memoryBytes,
            MemorySwap: memoryBytes,
          }),
          ...(pids !== undefined && { PidsLimit: pids }),
        }),
      options,
    );
  }

  async stopContainer(
    id: string,
    options: DockerCallOptions & { graceSeconds: number },
  ): Promise<void> {
    const { graceSeconds } = options;
    await this.#calls.unlessDone(
      this.#calls.find(
        () => this.#docker.getContainer(id).stop({ t: graceSeconds }),
        options,
        1_000 * graceSeconds + STOP_TIMEOUT_MS,
      ),
    );
  }

  async startContainer(id: string, options?: DockerCallOptions): Promise<void> {
    await this.#calls.unlessDone(
      this.#calls.call(
        () => this.#docker.getContainer(id).start(),
        options,
        START_TIMEOUT_MS,
      ),
    );
  }

  async exec(
    containerId: string,
    program: ContainerProgram,
    options: StartProgramOptions,
  ): Promise<ProgramRun> {
    return DockerExec.start(this.#connection, containerId, program, options);
  }

  async saveImage(
    image: string,
    options?: DockerCallOptions,
  ): Promise<Readable | undefined> {
    return saveImage(this.#connection, image, options);
  }

  async removeContainer(
    id: string,
    options?: DockerCallOptions,
  ): Promise<void> {
    try {
      await this.#calls.find(
        () => this.#docker.getContainer(id).remove({ force: true, v: true }),
        options,
        REMOVE_TIMEOUT_MS,
      );
    } catch (error) {
      // Another call already removes it.
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
    return readContainerFile(this.#connection, containerId, path, options);
  }

  async writeFile(
    containerId: string,
    path: string,
    content: string,
    options?: DockerCallOptions,
  ): Promise<void> {
    await writeContainerFile(
      this.#connection,
      { containerId, path, content },
      options,
    );
  }

  async findOwnContainer(
    idOrName: string,
    options?: DockerCallOptions,
  ): Promise<OwnContainer | undefined> {
    const found = await this.#inspect(idOrName, options);
    return found && ownContainer(found);
  }

  async #inspect(
    idOrName: string,
    options?: DockerCallOptions,
  ): Promise<Docker.ContainerInspectInfo | undefined> {
    return this.#calls.find(
      abortSignal =>
        this.#docker.getContainer(idOrName).inspect({ abortSignal }),
      options,
    );
  }
}
