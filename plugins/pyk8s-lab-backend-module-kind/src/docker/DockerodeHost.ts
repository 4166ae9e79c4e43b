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
import {
  removeContainer,
  startContainer,
  stopContainer,
} from './containers/containerPower';
import { DockerCalls, type DockerConnection } from './DockerCalls';
import type { DockerEndpoint } from './connection/dockerContext';
import { DockerExec } from './exec/DockerExec';
import type { DockerCallOptions, DockerNetworks } from './DockerNetworks';
import { DockerodeNetworks } from './DockerodeNetworks';
import { CLUSTER_LABEL, findNodeImage } from './images/findNodeImage';
import { saveImage } from './images/saveImage';
import { modemOptions } from './connection/modemOptions';
import { pullImage } from './images/pullImage';
import { readContainerFile, writeContainerFile } from './exec/containerFiles';

const CALL_TIMEOUT_MS = 15_000;
/** Users wait for the response. */
const VERSION_TIMEOUT_MS = 5_000;

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
    await pullImage(this.#connection, image, options);
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
    await stopContainer(this.#connection, id, options);
  }

  async startContainer(id: string, options?: DockerCallOptions): Promise<void> {
    await startContainer(this.#connection, id, options);
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
    await removeContainer(this.#connection, id, options);
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
