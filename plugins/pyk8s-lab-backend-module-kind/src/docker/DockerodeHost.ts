import { posix } from 'node:path';
import { Readable } from 'node:stream';
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
import { DockerCalls } from './DockerCalls';
import type { DockerEndpoint } from './connection/dockerContext';
import { DockerExec } from './exec/DockerExec';
import type { DockerCallOptions, DockerNetworks } from './DockerNetworks';
import { DockerodeNetworks } from './DockerodeNetworks';
import {
  CLUSTER_LABEL,
  findNodeImage,
  ROLE_LABEL,
} from './images/findNodeImage';
import { checkedArchive } from './images/imageExport';
import { modemOptions } from './connection/modemOptions';
import { followPull } from './images/pullProgress';
import { packSingleFile, readSingleFile } from './exec/singleFileArchive';
import { statusOf } from './connection/unavailable';

/** The port of the API server inside a node. */
const API_PORT = 6443;

const CALL_TIMEOUT_MS = 15_000;
/** People wait for the answer. */
const VERSION_TIMEOUT_MS = 5_000;
const REMOVE_TIMEOUT_MS = 60_000;
/** Beside the time that its processes are given. */
const STOP_TIMEOUT_MS = 60_000;
const START_TIMEOUT_MS = 60_000;
/** For a registry that goes silent; the attempt's own time is the limit. */
const PULL_TIMEOUT_MS = 3_600_000;
/** Docker may pack all of an image before it sends the first of it. */
const SAVE_TIMEOUT_MS = 600_000;
/** How long Docker may say nothing in the middle of an image. */
const SAVE_SILENCE_MS = 60_000;

function portsOf(container: Docker.ContainerInspectInfo): number[] {
  const bindings: Docker.PortMap = container.HostConfig.PortBindings ?? {};
  return Object.values(bindings)
    .flatMap(ports => ports ?? [])
    .map(({ HostPort }) => Number(HostPort))
    .filter(port => port > 0);
}

/** Docker, asked by dockerode. */
export class DockerodeHost implements DockerHost {
  readonly endpoint: string;
  readonly networks: DockerNetworks;
  readonly #docker: Docker;
  readonly #calls: DockerCalls;

  /**
   * @throws Error when the endpoint's address is of no use
   */
  static create(options: {
    endpoint: DockerEndpoint;
    callTimeoutMs?: number;
  }): DockerodeHost {
    const { endpoint, callTimeoutMs } = options;
    return new DockerodeHost(
      endpoint.address,
      new Docker(endpoint.problem ? undefined : modemOptions(endpoint)),
      DockerCalls.create({
        endpoint: endpoint.address,
        timeoutMs: callTimeoutMs ?? CALL_TIMEOUT_MS,
        problem: endpoint.problem,
      }),
    );
  }

  private constructor(endpoint: string, docker: Docker, calls: DockerCalls) {
    this.endpoint = endpoint;
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
    return found.map(
      ({ Id, ImageID, Names, Labels, State, Ports, HostConfig }) => ({
        id: Id,
        imageId: ImageID,
        name: Names[0]?.replace(/^\//, '') ?? Id,
        cluster: Labels[CLUSTER_LABEL],
        role:
          Labels[ROLE_LABEL] === 'control-plane' ? 'control-plane' : 'worker',
        network: HostConfig.NetworkMode,
        state: State,
        apiPort: Ports.find(
          ({ PrivatePort, PublicPort }) =>
            PrivatePort === API_PORT && PublicPort,
        )?.PublicPort,
      }),
    );
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
    return (
      found && {
        isRunning: found.State.Running,
        startedAt: new Date(found.State.StartedAt),
        limit: {
          nanoCpus: found.HostConfig.NanoCpus || undefined,
          memoryBytes: found.HostConfig.Memory || undefined,
          // Docker has -1 for none, too.
          pids: Math.max(0, found.HostConfig.PidsLimit ?? 0) || undefined,
        },
        ports: portsOf(found),
      }
    );
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
          // As much memory with swap as without it: no swap.
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
    return DockerExec.start(
      { docker: this.#docker, calls: this.#calls, endpoint: this.endpoint },
      containerId,
      program,
      options,
    );
  }

  async saveImage(
    image: string,
    options?: DockerCallOptions,
  ): Promise<Readable | undefined> {
    let isAwaited = true;
    try {
      return await this.#calls.find(
        async () => {
          const sent = await this.#docker.getImage(image).get();
          const answer = sent instanceof Readable ? sent : Readable.from(sent);
          if (!isAwaited) {
            answer.destroy();
          }
          return checkedArchive(answer, {
            endpoint: this.endpoint,
            silenceMs: SAVE_SILENCE_MS,
            signal: options?.signal,
          });
        },
        options,
        SAVE_TIMEOUT_MS,
      );
    } catch (error) {
      isAwaited = false;
      throw error;
    }
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
    try {
      return await this.#calls.find(async abortSignal => {
        const archive = await this.#docker
          .getContainer(containerId)
          .getArchive({ path, abortSignal });
        return readSingleFile(
          archive instanceof Readable ? archive : Readable.from(archive),
          path,
        );
      }, options);
    } catch (error) {
      // Docker's own words name directories of the host.
      throw statusOf(error) === undefined
        ? error
        : new Error(`The file ${path} in the node cannot be read.`);
    }
  }

  async writeFile(
    containerId: string,
    path: string,
    content: string,
    options?: DockerCallOptions,
  ): Promise<void> {
    const { dir, base } = posix.parse(path);
    const archive = await packSingleFile(base, content);
    await this.#calls.call(
      () =>
        this.#docker.getContainer(containerId).putArchive(archive, {
          path: dir,
        }),
      options,
    );
  }

  async findOwnContainer(
    idOrName: string,
    options?: DockerCallOptions,
  ): Promise<OwnContainer | undefined> {
    const found = await this.#inspect(idOrName, options);
    return (
      found && {
        id: found.Id,
        networkMode: found.HostConfig.NetworkMode ?? 'default',
        networks: Object.entries(found.NetworkSettings.Networks).map(
          ([name, { IPAddress, GlobalIPv6Address }]) => ({
            name,
            addresses: [IPAddress, GlobalIPv6Address].filter(Boolean),
          }),
        ),
      }
    );
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
