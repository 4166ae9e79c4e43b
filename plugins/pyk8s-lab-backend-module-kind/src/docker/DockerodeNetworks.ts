import { isError } from '@backstage/errors';
import type Docker from 'dockerode';
import type { DockerCalls } from './DockerCalls';
import type {
  DockerNetwork,
  DockerNetworks,
  NewNetwork,
  DockerCallOptions,
} from './DockerNetworks';
import { statusOf } from './connection/unavailable';

const MTU_OPTION = 'com.docker.network.driver.mtu';
const CONFLICT = 409;
/** Lower than the default 0, so that the default route does not change. */
const LAST_GATEWAY = -100;

/** Calls Docker's networks through dockerode. */
export class DockerodeNetworks implements DockerNetworks {
  readonly #docker: Docker;
  readonly #calls: DockerCalls;

  constructor(docker: Docker, calls: DockerCalls) {
    this.#docker = docker;
    this.#calls = calls;
  }

  async create(
    { name, labels, bridge }: NewNetwork,
    options?: DockerCallOptions,
  ): Promise<void> {
    const mtu = (await this.#inspect('bridge', options))?.Options?.[MTU_OPTION];
    try {
      await this.#calls.call(
        abortSignal =>
          this.#docker.createNetwork({
            Name: name,
            // Older daemons would create a second network of the same name.
            CheckDuplicate: true,
            Driver: 'bridge',
            Labels: { ...labels },
            Options: {
              'com.docker.network.bridge.name': bridge,
              'com.docker.network.bridge.enable_ip_masquerade': 'true',
              // As kind does: operators set the MTU of a tunnel on the default network.
              ...(mtu && { [MTU_OPTION]: mtu }),
            },
            abortSignal,
          }),
        options,
      );
    } catch (error) {
      if (statusOf(error) !== CONFLICT) {
        throw error;
      }
    }
  }

  async find(
    name: string,
    options?: DockerCallOptions,
  ): Promise<DockerNetwork | undefined> {
    const found = await this.#inspect(name, options);
    return found && describe(found);
  }

  async withLabel(
    label: string,
    options?: DockerCallOptions,
  ): Promise<DockerNetwork[]> {
    const found = await this.#calls.call(
      abortSignal =>
        this.#docker.listNetworks({ filters: { label: [label] }, abortSignal }),
      options,
    );
    return found.map(describe);
  }

  async remove(id: string, options?: DockerCallOptions): Promise<void> {
    await this.#calls.find(
      abortSignal => this.#docker.getNetwork(id).remove({ abortSignal }),
      options,
    );
  }

  async connect(
    network: string,
    containerId: string,
    options?: DockerCallOptions,
  ): Promise<void> {
    const endpoint: Docker.EndpointSettings & { GwPriority: number } = {
      GwPriority: LAST_GATEWAY,
    };
    try {
      await this.#calls.call(
        () =>
          this.#docker.getNetwork(network).connect({
            Container: containerId,
            EndpointConfig: endpoint,
          }),
        options,
      );
    } catch (error) {
      // Another call, or another portal in this container, has done it.
      if (!messageMatches(error, /already exists/)) {
        throw error;
      }
    }
  }

  async disconnect(
    network: string,
    containerId: string,
    options?: DockerCallOptions,
  ): Promise<void> {
    try {
      await this.#calls.find(
        () =>
          this.#docker
            .getNetwork(network)
            .disconnect({ Container: containerId, Force: true }),
        options,
      );
    } catch (error) {
      if (!messageMatches(error, /is not connected to/)) {
        throw error;
      }
    }
  }

  async #inspect(
    name: string,
    options?: DockerCallOptions,
  ): Promise<Docker.NetworkInspectInfo | undefined> {
    return this.#calls.find(
      () => this.#docker.getNetwork(name).inspect(),
      options,
    );
  }
}

function describe(network: Docker.NetworkInspectInfo): DockerNetwork {
  return {
    id: network.Id,
    name: network.Name,
    labels: network.Labels ?? {},
    // Docker also lists its own endpoints, named "ep-…".
    containers: Object.keys(network.Containers ?? {}).filter(id =>
      /^[0-9a-f]+$/.test(id),
    ),
  };
}

function messageMatches(error: unknown, pattern: RegExp): boolean {
  return isError(error) && pattern.test(error.message);
}
