import { setTimeout as delay } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { KindContainer } from '../docker/DockerHost';
import type { PodNetworkFiles } from '../network/PodNetworkFiles';
import type { ClusterInspector } from './ClusterInspector';

interface SetupOptions {
  readonly signal: AbortSignal;
  readonly logger: Pick<LoggerService, 'debug'>;
}

/**
 * Prepares the pod network of a cluster while kind sets it up. No call rejects, but
 * where its signal aborts: a cluster that is not prepared is as good, and ready later.
 */
export class PodNetworkSetup {
  readonly #files: PodNetworkFiles;
  readonly #inspector: ClusterInspector;
  readonly #pollMs: number;

  constructor(options: {
    files: PodNetworkFiles;
    inspector: ClusterInspector;
    pollMs: number;
  }) {
    this.#files = options.files;
    this.#inspector = options.inspector;
    this.#pollMs = options.pollMs;
  }

  /** Prepares the first node, as soon as there are containers. */
  async prepareFirst(name: string, options: SetupOptions): Promise<void> {
    await this.#unlessItFails(name, options, async () => {
      for (const node of await this.#nodes(name, 'control-plane', options)) {
        await this.#files.write(node, options);
      }
    });
  }

  /** Prepares each worker when it has joined, until all of them are or it is aborted. */
  async prepareWorkers(name: string, options: SetupOptions): Promise<void> {
    await this.#unlessItFails(name, options, async () => {
      const workers = await this.#nodes(name, 'worker', options);
      const left = new Map(
        workers
          .filter(({ imageId }) =>
            this.#files.knows(imageId, { workers: true }),
          )
          .map(node => [node.name, node]),
      );
      while (left.size > 0) {
        for (const {
          name: joined,
          podRange: range,
        } of await this.#inspector.nodesOf(name, options)) {
          const node = left.get(joined);
          if (node && range) {
            await this.#files.write(node, { ...options, range });
            left.delete(joined);
          }
        }
        await delay(this.#pollMs, undefined, options);
      }
    });
  }

  /** Learns from a cluster that is Ready, and that nobody was given yet. */
  async learn(name: string, options: SetupOptions): Promise<void> {
    await this.#unlessItFails(name, options, async () => {
      const [node] = await this.#nodes(name, 'control-plane', options);
      if (node && !this.#files.knows(node.imageId, { workers: false })) {
        await this.#files.learn(node, {
          signal: options.signal,
          range: async () => {
            const nodes = await this.#inspector.nodesOf(name, options);
            return nodes.find(one => one.name === node.name)?.podRange;
          },
        });
      }
    });
  }

  async #nodes(
    name: string,
    of: KindContainer['role'],
    options: SetupOptions,
  ): Promise<KindContainer[]> {
    const nodes = await this.#inspector.containersOf(name, options);
    return nodes.filter(({ role }) => role === of);
  }

  async #unlessItFails(
    name: string,
    { signal, logger }: SetupOptions,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      signal.throwIfAborted();
      logger.debug(
        `The pod network of ${name} was not prepared`,
        toError(error),
      );
    }
  }
}
