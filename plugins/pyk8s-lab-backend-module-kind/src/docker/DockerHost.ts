/** A container that kind made, as Docker lists it. */
export interface KindContainer {
  readonly id: string;
  readonly name: string;
  readonly cluster: string;
  readonly role: 'control-plane' | 'worker';
  /** Docker's word, such as `running`, `exited` or `paused`. */
  readonly state: string;
  /** The port of the host that leads to the API server, while it runs. */
  readonly apiPort?: number;
}

/** The container that the portal itself runs in. */
export interface OwnContainer {
  readonly id: string;
  /** Docker's word, such as `host` or `bridge`. */
  readonly networkMode: string;
  readonly networks: readonly string[];
}

/** A call's own signal. A call that takes too long throws without one. */
export interface DockerCallOptions {
  readonly signal?: AbortSignal;
}

/**
 * What the provider asks of Docker. Every call throws ProviderUnavailableError,
 * with what to do about it, when Docker cannot be reached.
 */
export interface DockerHost {
  /** Where the daemon is, as DOCKER_HOST takes it. */
  readonly endpoint: string;

  /** The daemon's version; proves that it can be reached. */
  version(options?: DockerCallOptions): Promise<string>;

  hasImage(image: string, options?: DockerCallOptions): Promise<boolean>;

  /** @throws Error with the registry's or the daemon's words */
  pullImage(
    image: string,
    options: DockerCallOptions & { onLine: (line: string) => void },
  ): Promise<void>;

  /** Every container of kind's, running or not, whatever portal made it. */
  listContainers(options?: DockerCallOptions): Promise<KindContainer[]>;

  /** The ports of the host that running containers have. */
  publishedPorts(options?: DockerCallOptions): Promise<Set<number>>;

  /** Removes a container by force, with its anonymous volumes. */
  removeContainer(id: string, options?: DockerCallOptions): Promise<void>;

  /** @returns undefined when there is no such file or container */
  readFile(
    containerId: string,
    path: string,
    options?: DockerCallOptions,
  ): Promise<string | undefined>;

  /** @returns undefined when there is no such container */
  findOwnContainer(
    idOrName: string,
    options?: DockerCallOptions,
  ): Promise<OwnContainer | undefined>;

  /** Gives a container a place on a network; no error when it has one. */
  connectToNetwork(
    network: string,
    containerId: string,
    options?: DockerCallOptions,
  ): Promise<void>;
}
