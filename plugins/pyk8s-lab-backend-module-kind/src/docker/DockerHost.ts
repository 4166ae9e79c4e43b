import type { Readable } from 'node:stream';
import type { DockerCallOptions, DockerNetworks } from './DockerNetworks';

/**
 * False for a container that has no network stack of its own, but the host's or that
 * of another container (`network_mode: service:…` in compose).
 */
export function canJoinNetworks({
  networkMode,
}: Pick<OwnContainer, 'networkMode'>): boolean {
  return networkMode !== 'host' && !networkMode.startsWith('container:');
}

/** A container that kind made, as Docker lists it. */
export interface KindContainer {
  readonly id: string;
  readonly name: string;
  readonly cluster: string;
  readonly role: 'control-plane' | 'worker';
  /** The id of the image that it is made of. */
  readonly imageId: string;
  /** The network that it was made on. */
  readonly network: string;
  /** Docker's word, such as `running`, `exited` or `paused`. */
  readonly state: string;
  /** The port of the host that leads to the API server, while it runs. */
  readonly apiPort?: number;
}

/** What the daemon's machine has. */
export interface DockerInfo {
  readonly cpus: number;
  readonly memoryBytes: number;
  /** Where the daemon keeps its data, on its own machine. */
  readonly rootDirectory: string;
}

/** What one container may use. Docker's 0 for "no limit" is undefined here. */
export interface ContainerLimit {
  /** A billionth of a core is 1. */
  readonly nanoCpus?: number;
  /** Without any swap. */
  readonly memoryBytes?: number;
  /** Processes and threads. */
  readonly pids?: number;
}

/** What Docker tells of one container. */
export interface ContainerDetails {
  /** Also while it is frozen, as `docker pause` does. */
  readonly isRunning: boolean;
  /** When it was started last. */
  readonly startedAt: Date;
  readonly limit: ContainerLimit;
  /** The ports of the host that it gets whenever it is started. */
  readonly ports: readonly number[];
}

/** A network that the portal's container is on. */
export interface OwnNetwork {
  readonly name: string;
  /** The container's own on it, of IPv4 and IPv6. */
  readonly addresses: readonly string[];
}

/** The container that the portal itself runs in. */
export interface OwnContainer {
  readonly id: string;
  /** Docker's word, such as `host` or `bridge`. */
  readonly networkMode: string;
  readonly networks: readonly OwnNetwork[];
}

/** A program that is to run in a container. */
export interface ContainerProgram {
  /** As it is: no shell reads it. */
  readonly argv: readonly string[];
  /** Ids of a user and of a group, such as `0:0`. */
  readonly user: string;
  /**
   * What it reads from its standard input; nothing unless given. Of a stream, no
   * more is read than the program reads; one that fails ends there for the program.
   */
  readonly input?: string | Readable;
}

/** Takes what a program prints; no more is read until the promise settles. */
export type OnProgramOutput = (
  stream: 'stdout' | 'stderr',
  chunk: Uint8Array,
) => void | Promise<void>;

/** What a program is started with. */
export interface StartProgramOptions extends DockerCallOptions {
  readonly onOutput: OnProgramOutput;
}

/** A program that was started in a container. */
export interface ProgramRun {
  /**
   * Settles when the program has ended and its output was taken. It rejects with
   * what onOutput throws, what the program's input fails with, or
   * ProviderUnavailableError; the program may run on then.
   */
  readonly exitCode: Promise<number>;
  /** Reads no more of its output. The program runs on. */
  detach(): void;
}

/**
 * What the provider asks of Docker. Every call throws ProviderUnavailableError,
 * with what to do about it, when Docker cannot be reached.
 */
export interface DockerHost {
  /** Where the daemon is, as DOCKER_HOST takes it. */
  readonly endpoint: string;
  readonly networks: DockerNetworks;

  /** The daemon's version; proves that it can be reached. */
  version(options?: DockerCallOptions): Promise<string>;

  info(options?: DockerCallOptions): Promise<DockerInfo>;

  hasImage(image: string, options?: DockerCallOptions): Promise<boolean>;

  /**
   * The id of an image that nodes are made of: that of an existing node, or else the
   * newest of kind's own.
   *
   * @returns undefined where Docker has none
   */
  findNodeImage(options?: DockerCallOptions): Promise<string | undefined>;

  /** @throws Error with the registry's or the daemon's words */
  pullImage(
    image: string,
    options: DockerCallOptions & { onLine: (line: string) => void },
  ): Promise<void>;

  /** Every container of kind's, running or not, whatever portal made it. */
  listContainers(options?: DockerCallOptions): Promise<KindContainer[]>;

  /**
   * The ports of the host that running containers have, and those that stopped
   * ones of kind's need when they are started again.
   */
  publishedPorts(options?: DockerCallOptions): Promise<Set<number>>;

  /** @returns undefined when there is no such container */
  inspectContainer(
    id: string,
    options?: DockerCallOptions,
  ): Promise<ContainerDetails | undefined>;

  /** Limits a container; what is left out stays as it is. */
  limitContainer(
    id: string,
    limit: ContainerLimit,
    options?: DockerCallOptions,
  ): Promise<void>;

  /**
   * Stops a container; one that is stopped, or not there, is no error.
   * @param options - graceSeconds: what still runs then is killed
   */
  stopContainer(
    id: string,
    options: DockerCallOptions & { graceSeconds: number },
  ): Promise<void>;

  /**
   * Starts a container; one that runs is no error.
   * @throws Error with the daemon's words
   */
  startContainer(id: string, options?: DockerCallOptions): Promise<void>;

  /**
   * Starts a program in a running container, without a terminal. Docker has no call
   * that ends one.
   *
   * @param options - signal: aborts until it is started
   * @throws Error with the daemon's words when the container is not there, or does
   *   not run
   */
  exec(
    containerId: string,
    program: ContainerProgram,
    options: StartProgramOptions,
  ): Promise<ProgramRun>;

  /**
   * An image as an archive of `docker save`. Reading it throws when it breaks off
   * before its end, or nothing comes for long.
   *
   * @param options - signal: also ends the stream
   * @returns undefined when there is no such image
   */
  saveImage(
    image: string,
    options?: DockerCallOptions,
  ): Promise<Readable | undefined>;

  /** Removes a container by force, with its anonymous volumes. */
  removeContainer(id: string, options?: DockerCallOptions): Promise<void>;

  /**
   * @returns undefined when there is no such file or container
   * @throws Error when the file has more than 64 KiB, or cannot be read
   */
  readFile(
    containerId: string,
    path: string,
    options?: DockerCallOptions,
  ): Promise<string | undefined>;

  /**
   * Puts a file into a container, running or not; only its root may read it.
   * @throws Error when there is no such container or directory
   */
  writeFile(
    containerId: string,
    path: string,
    content: string,
    options?: DockerCallOptions,
  ): Promise<void>;

  /** @returns undefined when there is no such container */
  findOwnContainer(
    idOrName: string,
    options?: DockerCallOptions,
  ): Promise<OwnContainer | undefined>;
}
