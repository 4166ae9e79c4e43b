import { setTimeout as delay } from 'node:timers/promises';
import { isError } from '@backstage/errors';
import { ProviderUnavailableError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { isUnavailable } from '../docker/connection/unavailable';
import type { DockerHost, KindContainer } from '../docker/DockerHost';
import { bridgeOf, NETWORK_LABEL, networkOf } from './names';

interface CallOptions {
  readonly signal: AbortSignal;
}

const MOST_TRIES = 20;

/** Docker's messages for an exhausted address pool, in its versions. */
const NO_SUBNET = /non-overlapping IPv4 address pool|address pools have been/;
const NO_NETWORK = /network \S+ not found/;

/**
 * The networks of labs: one for each, so that Docker isolates labs, and firewall rules
 * for bridges of labs match nothing else.
 */
export class LabNetworks {
  readonly #docker: DockerHost;
  readonly #pollMs: number;

  /** @param options - pollMs: the interval of attempts to remove a network */
  constructor(options: { docker: DockerHost; pollMs: number }) {
    this.#docker = options.docker;
    this.#pollMs = options.pollMs;
  }

  /**
   * Creates the network of a cluster unless it exists.
   * @throws ProviderUnavailableError when Docker has no subnet left
   */
  async ensure(cluster: string, options: CallOptions): Promise<void> {
    const { networks } = this.#docker;
    const name = networkOf(cluster);
    if (await networks.find(name, options)) {
      return;
    }
    try {
      await networks.create(
        {
          name,
          labels: { [NETWORK_LABEL]: cluster },
          bridge: bridgeOf(cluster),
        },
        options,
      );
    } catch (error) {
      throw isError(error) && NO_SUBNET.test(error.message)
        ? new ProviderUnavailableError(
            'Docker has no subnet left for the network of another lab: set "default-address-pools" in its daemon.json ("Networks of labs" in the operations guide shows how), or delete labs and networks that are not needed.',
          )
        : error;
    }
  }

  /**
   * Removes the network of a cluster without nodes. Other containers on it, such as the
   * portal's own, are disconnected.
   *
   * @throws Error when it cannot be removed
   */
  async remove(cluster: string, options: CallOptions): Promise<void> {
    const { networks } = this.#docker;
    for (let tries = 1; ; tries++) {
      const found = await networks.find(networkOf(cluster), options);
      if (!found) {
        return;
      }
      await Promise.all(
        found.containers.map(id => networks.disconnect(found.id, id, options)),
      );
      try {
        await networks.remove(found.id, options);
      } catch (error) {
        options.signal.throwIfAborted();
        // Another portal in a container may have joined it meanwhile.
        if (isUnavailable(error) || tries >= MOST_TRIES) {
          throw error;
        }
        await delay(this.#pollMs, undefined, options);
      }
    }
  }

  /** The clusters that have a network. */
  async clusters(options: CallOptions): Promise<string[]> {
    const found = await this.#docker.networks.withLabel(NETWORK_LABEL, options);
    return found.map(({ labels }) => labels[NETWORK_LABEL]);
  }

  /**
   * Starts a node. While no node of a lab runs, such as in a pause, `docker network
   * prune` removes its network, which is then recreated.
   *
   * @throws Error with the daemon's message
   */
  async startNode(node: KindContainer, options: CallOptions): Promise<void> {
    try {
      await this.#docker.startContainer(node.id, options);
    } catch (error) {
      const isPruned =
        isError(error) &&
        NO_NETWORK.test(error.message) &&
        node.network === networkOf(node.cluster);
      if (!isPruned) {
        throw error;
      }
      await this.ensure(node.cluster, options);
      const { networks } = this.#docker;
      // The container refers to the network by its old id.
      await networks.disconnect(node.network, node.id, options);
      await networks.connect(node.network, node.id, options);
      await this.#docker.startContainer(node.id, options);
    }
  }
}
