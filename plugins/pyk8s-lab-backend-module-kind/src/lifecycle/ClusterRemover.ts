import { setTimeout as delay } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { DockerHost } from '../docker/DockerHost';
import type { KindCli } from '../kind/KindCli';
import type { LabNetworks } from '../network/LabNetworks';
import type { ClusterInspector } from './ClusterInspector';

export interface RemoveOptions {
  readonly signal: AbortSignal;
  readonly logger: LoggerService;
}

/** Docker may still complete requests of a killed process. */
const LOOKS_AFTER_KILL = 5;
const MOST_ROUNDS = 40;

/** Removes clusters, until Docker lists nothing of them. */
export class ClusterRemover {
  readonly #docker: DockerHost;
  readonly #kind: KindCli;
  readonly #inspector: ClusterInspector;
  readonly #networks: LabNetworks;
  readonly #pollMs: number;

  /** @param options - pollMs: the interval of checks */
  constructor(options: {
    docker: DockerHost;
    kind: KindCli;
    inspector: ClusterInspector;
    networks: LabNetworks;
    pollMs: number;
  }) {
    this.#docker = options.docker;
    this.#kind = options.kind;
    this.#inspector = options.inspector;
    this.#networks = options.networks;
    this.#pollMs = options.pollMs;
  }

  /**
   * @throws ProviderUnavailableError when Docker is unreachable
   * @throws Error when something cannot be removed
   */
  async remove(name: string, options: RemoveOptions): Promise<void> {
    const wasBeingMade = await this.#kind.endLeftovers(name, options);
    const found = await this.#inspector.containersOf(name, options);
    if (found.length > 0) {
      await this.#deleteWithKind(name, options);
    }
    await this.#removeContainers(
      name,
      wasBeingMade ? LOOKS_AFTER_KILL : 1,
      options,
    );
    await this.#networks.remove(name, options);
  }

  async #deleteWithKind(name: string, options: RemoveOptions): Promise<void> {
    try {
      await this.#kind.deleteCluster(name, options);
    } catch (error) {
      options.signal.throwIfAborted();
      options.logger.warn(
        'kind could not delete the cluster; its containers are removed one by one',
        isError(error) ? error : undefined,
      );
    }
  }

  /** @param looks - the number of consecutive checks that must find nothing */
  async #removeContainers(
    name: string,
    looks: number,
    options: RemoveOptions,
  ): Promise<void> {
    let clear = 0;
    let names: string[] = [];
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const left = await this.#inspector.containersOf(name, options);
      clear = left.length === 0 ? clear + 1 : 0;
      if (clear >= looks) {
        return;
      }
      await Promise.all(
        left.map(({ id }) => this.#docker.removeContainer(id, options)),
      );
      names = left.map(container => container.name);
      if (round > 0 || left.length === 0) {
        await delay(this.#pollMs, undefined, { signal: options.signal });
      }
    }
    throw new Error(
      `Docker does not remove ${names.join(
        ', ',
      )}: look at its daemon, and remove them with "docker rm --force --volumes".`,
    );
  }
}
