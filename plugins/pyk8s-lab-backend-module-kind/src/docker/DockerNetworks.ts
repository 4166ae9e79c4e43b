/** A call's own signal. A call that takes too long throws without one. */
export interface DockerCallOptions {
  readonly signal?: AbortSignal;
}

/** A network that is to be created. */
export interface NewNetwork {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The interface on the host; Linux takes at most 15 characters. */
  readonly bridge: string;
}

/** A network of Docker's. */
export interface DockerNetwork {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The ids of the running containers on it; empty in lists. */
  readonly containers: readonly string[];
}

/** What the provider asks of Docker's networks; errors are as those of DockerHost. */
export interface DockerNetworks {
  /**
   * Creates a bridge network; no error when there is one of that name.
   * @throws Error with the daemon's words
   */
  create(network: NewNetwork, options?: DockerCallOptions): Promise<void>;

  /** @returns undefined when there is no such network */
  find(
    name: string,
    options?: DockerCallOptions,
  ): Promise<DockerNetwork | undefined>;

  /** Every network that has a label. */
  withLabel(
    label: string,
    options?: DockerCallOptions,
  ): Promise<DockerNetwork[]>;

  /**
   * Removes a network; one that is not there is no error.
   * @throws Error with the daemon's words while a container is on it
   */
  remove(id: string, options?: DockerCallOptions): Promise<void>;

  /**
   * Gives a container, running or not, a place on a network; no error when it has
   * one. Its default route stays where it is.
   */
  connect(
    network: string,
    containerId: string,
    options?: DockerCallOptions,
  ): Promise<void>;

  /** Takes a container off a network, by force; no error when it is not on it. */
  disconnect(
    network: string,
    containerId: string,
    options?: DockerCallOptions,
  ): Promise<void>;
}
