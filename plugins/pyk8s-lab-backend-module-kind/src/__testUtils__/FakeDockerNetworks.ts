import type {
  DockerNetwork,
  DockerNetworks,
  NewNetwork,
} from '../docker/DockerNetworks';

/** Docker's networks in memory. */
export class FakeDockerNetworks implements DockerNetworks {
  readonly #answer: <T>(value: T) => T;
  readonly #onConnect: (network: string, containerId: string) => void;
  /** By name. */
  readonly all = new Map<string, DockerNetwork>();
  /** The created networks, in order. */
  readonly created: NewNetwork[] = [];
  /** The connected containers, with the network. */
  readonly joins: string[] = [];
  /** The removed networks, by container id. */
  readonly lost = new Map<string, string>();
  /** The error of creating or removing a network. */
  refuse: (verb: 'create' | 'remove', name: string) => Error | undefined = () =>
    undefined;

  constructor(options: {
    answer: <T>(value: T) => T;
    onConnect: (network: string, containerId: string) => void;
  }) {
    this.#answer = options.answer;
    this.#onConnect = options.onConnect;
  }

  /** @throws as Docker does, for a container whose network was removed */
  assertKnown(containerId: string): void {
    const lost = this.lost.get(containerId);
    if (lost !== undefined) {
      throw Object.assign(new Error(`network ${lost} not found`), {
        statusCode: 404,
      });
    }
  }

  async create(network: NewNetwork) {
    this.#refuse('create', network.name);
    const { name, labels } = network;
    this.created.push(network);
    this.all.set(name, { id: `id-of-${name}`, name, labels, containers: [] });
    return this.#answer(undefined);
  }

  async find(name: string) {
    return this.#answer(this.all.get(name));
  }

  async withLabel(label: string) {
    return this.#answer(
      [...this.all.values()].filter(({ labels }) => label in labels),
    );
  }

  async remove(id: string) {
    for (const [name, network] of this.all) {
      if (network.id === id) {
        this.#refuse('remove', name);
        if (network.containers.length > 0) {
          throw new Error(`network ${name} has active endpoints`);
        }
        this.all.delete(name);
      }
    }
    return this.#answer(undefined);
  }

  async connect(network: string, containerId: string) {
    this.joins.push(`${containerId} ${network}`);
    this.lost.delete(containerId);
    this.#setContainers(network, ids => [...ids, containerId]);
    this.#onConnect(network, containerId);
    return this.#answer(undefined);
  }

  async disconnect(network: string, containerId: string) {
    this.#setContainers(network, ids => ids.filter(id => id !== containerId));
    return this.#answer(undefined);
  }

  #setContainers(
    nameOrId: string,
    change: (ids: readonly string[]) => readonly string[],
  ): void {
    for (const [name, network] of this.all) {
      if (name === nameOrId || network.id === nameOrId) {
        this.all.set(name, {
          ...network,
          containers: change(network.containers),
        });
      }
    }
  }

  #refuse(verb: 'create' | 'remove', name: string): void {
    const error = this.refuse(verb, name);
    if (error) {
      throw error;
    }
  }
}
