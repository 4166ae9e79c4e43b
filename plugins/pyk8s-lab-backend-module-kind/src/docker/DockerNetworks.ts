/** Options of a call, which also has a timeout. */
export interface DockerCallOptions {
  readonly signal?: AbortSignal;
}

/** A network to create. */
export interface NewNetwork {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The interface on the host; Linux takes at most 15 characters. */
  readonly bridge: string;
}

/** A Docker network. */
export interface DockerNetwork {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The ids of the running containers on it; empty in lists. */
  readonly containers: readonly string[];
}

/** The calls of Docker's networks that the provider needs; errors as in DockerHost. */
export interface DockerNetworks {
  /**
   * Creates a bridge network; succeeds if one of that name exists.
   * @throws Error with the daemon's message
   */
  create(network: NewNetwork, options?: DockerCallOptions): Promise<void>;

  /** @returns undefined when the network does not exist */
  find(
    name: string,
    options?: DockerCallOptions,
  ): Promise<DockerNetwork | undefined>;

  /** All networks with a label. */
  withLabel(
    label: string,
    options?: DockerCallOptions,
  ): Promise<DockerNetwork[]>;

  /**
   * Removes a network; succeeds if it does not exist.
   * @throws Error with the daemon's message while a container is connected
   */
  remove(id: string, options?: DockerCallOptions): Promise<void>;

  /**
   * Connects a container, running or not, to a network; succeeds if it is connected.
   * Its default route does not change.
   */
  connect(
    network: string,
    containerId: string,
    options?: DockerCallOptions,
  ): Promise<void>;

  /** Disconnects a container by force; succeeds if it is not connected. */
  disconnect(
    network: string,
    containerId: string,
    options?: DockerCallOptions,
  ): Promise<void>;
}
