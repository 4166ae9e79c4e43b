import type { Readable } from 'node:stream';
import type { DockerCallOptions, DockerNetworks } from './DockerNetworks';

/**
 * False for a container that shares the network stack of the host or of another
 * container (`network_mode: service:…` in compose).
 */
export function canJoinNetworks({
  networkMode,
}: Pick<OwnContainer, 'networkMode'>): boolean {
  return networkMode !== 'host' && !networkMode.startsWith('container:');
}

/** A container of kind, as Docker lists it. */
export interface KindContainer {
  readonly id: string;
  readonly name: string;
  readonly cluster: string;
  readonly role: 'control-plane' | 'worker';
  /** The id of its image. */
  readonly imageId: string;
  /** The network that it was created on. */
  readonly network: string;
  /** Docker's state, such as `running`, `exited` or `paused`. */
  readonly state: string;
  /** The port of the host that is forwarded to the API server, while it runs. */
  readonly apiPort?: number;
}

/** The resources of the daemon's machine. */
export interface DockerInfo {
  readonly cpus: number;
  readonly memoryBytes: number;
  /** The daemon's data directory, on its own machine. */
  readonly rootDirectory: string;
}

/** The limits of one container. Docker's 0 for "no limit" is undefined here. */
export interface ContainerLimit {
  /** In billionths of a core. */
  readonly nanoCpus?: number;
  /** Without swap. */
  readonly memoryBytes?: number;
  /** Processes and threads. */
  readonly pids?: number;
}

/** A container, as Docker inspects it. */
export interface ContainerDetails {
  /** Also true while it is frozen by `docker pause`. */
  readonly isRunning: boolean;
  /** The time of the last start. */
  readonly startedAt: Date;
  readonly limit: ContainerLimit;
  /** The ports of the host that it binds on each start. */
  readonly ports: readonly number[];
}

/** A network that the portal's container is on. */
export interface OwnNetwork {
  readonly name: string;
  /** The container's IPv4 and IPv6 addresses on it. */
  readonly addresses: readonly string[];
}

/** The container that the portal itself runs in. */
export interface OwnContainer {
  readonly id: string;
  /** Docker's mode, such as `host` or `bridge`. */
  readonly networkMode: string;
  readonly networks: readonly OwnNetwork[];
}

/** A program to run in a container. */
export interface ContainerProgram {
  /** Not parsed by a shell. */
  readonly argv: readonly string[];
  /** Ids of a user and of a group, such as `0:0`. */
  readonly user: string;
  /**
   * Its standard input; empty by default. A stream is read only as fast as the program
   * reads; when it fails, the input ends for the program.
   */
  readonly input?: string | Readable;
}

/** Called with output; no more is read until the promise settles. */
export type OnProgramOutput = (
  stream: 'stdout' | 'stderr',
  chunk: Uint8Array,
) => void | Promise<void>;

export interface StartProgramOptions extends DockerCallOptions {
  readonly onOutput: OnProgramOutput;
}

/** A program that was started in a container. */
export interface ProgramRun {
  /**
   * Settles when the program has ended and all output was passed on. It rejects with
   * the error of onOutput or of the input, or with ProviderUnavailableError; then the
   * program may still run.
   */
  readonly exitCode: Promise<number>;
  /** Stops reading its output. The program continues. */
  detach(): void;
}

/**
 * The calls of Docker that the provider needs. Each throws ProviderUnavailableError
 * with a remedy when Docker is unreachable.
 */
export interface DockerHost {
  /** The daemon's address in the format of DOCKER_HOST. */
  readonly endpoint: string;
  readonly networks: DockerNetworks;

  /** The daemon's version; proves that it can be reached. */
  version(options?: DockerCallOptions): Promise<string>;

  info(options?: DockerCallOptions): Promise<DockerInfo>;

  hasImage(image: string, options?: DockerCallOptions): Promise<boolean>;

  /**
   * The id of a node image: that of an existing node, or else the newest of kind's
   * repository.
   *
   * @returns undefined when Docker has none
   */
  findNodeImage(options?: DockerCallOptions): Promise<string | undefined>;

  /** @throws Error with the message of the registry or the daemon */
  pullImage(
    image: string,
    options: DockerCallOptions & { onLine: (line: string) => void },
  ): Promise<void>;

  /** All containers of kind, running or not, including those of other portals. */
  listContainers(options?: DockerCallOptions): Promise<KindContainer[]>;

  /**
   * The ports of the host that running containers publish, and those that stopped
   * containers of kind will publish when they are started.
   */
  publishedPorts(options?: DockerCallOptions): Promise<Set<number>>;

  /** @returns undefined when the container does not exist */
  inspectContainer(
    id: string,
    options?: DockerCallOptions,
  ): Promise<ContainerDetails | undefined>;

  /** Sets limits of a container; absent ones do not change. */
  limitContainer(
    id: string,
    limit: ContainerLimit,
    options?: DockerCallOptions,
  ): Promise<void>;

  /**
   * Stops a container; succeeds if it is stopped or does not exist.
   * @param options - graceSeconds: processes that still run then are killed
   */
  stopContainer(
    id: string,
    options: DockerCallOptions & { graceSeconds: number },
  ): Promise<void>;

  /**
   * Starts a container; succeeds if it runs.
   * @throws Error with the daemon's message
   */
  startContainer(id: string, options?: DockerCallOptions): Promise<void>;

  /**
   * Starts a program in a running container, without a terminal. Docker's API cannot
   * stop it.
   *
   * @param options - signal: has no effect once the program has started
   * @throws Error with the daemon's message when the container does not exist or does
   *   not run
   */
  exec(
    containerId: string,
    program: ContainerProgram,
    options: StartProgramOptions,
  ): Promise<ProgramRun>;

  /**
   * An image as an archive of `docker save`. Reading it throws when it is truncated or
   * stalls.
   *
   * @param options - signal: also ends the stream
   * @returns undefined when the image does not exist
   */
  saveImage(
    image: string,
    options?: DockerCallOptions,
  ): Promise<Readable | undefined>;

  /** Removes a container by force, with its anonymous volumes. */
  removeContainer(id: string, options?: DockerCallOptions): Promise<void>;

  /**
   * @returns undefined when the file or the container does not exist
   * @throws Error when the file is larger than 64 KiB or cannot be read
   */
  readFile(
    containerId: string,
    path: string,
    options?: DockerCallOptions,
  ): Promise<string | undefined>;

  /**
   * Writes a file in a container, running or not; only root may read it.
   * @throws Error when the container or the directory does not exist
   */
  writeFile(
    containerId: string,
    path: string,
    content: string,
    options?: DockerCallOptions,
  ): Promise<void>;

  /** @returns undefined when the container does not exist */
  findOwnContainer(
    idOrName: string,
    options?: DockerCallOptions,
  ): Promise<OwnContainer | undefined>;
}
