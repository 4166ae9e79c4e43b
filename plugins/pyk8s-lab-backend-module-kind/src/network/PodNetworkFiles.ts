import type { LoggerService } from '@backstage/backend-plugin-api';
import { isObject } from '../docker/connection/dockerConfig';
import type { DockerHost, KindContainer } from '../docker/DockerHost';
import type { NodeCommands } from '../commands/NodeCommands';

/** Where containerd looks for it in kind's nodes. */
const DIRECTORY = '/etc/cni/net.d';
const FILE_NAME = /^[\w-][\w.-]{0,99}\.conf(?:list)?$/;
const LIST_TIMEOUT_MS = 10_000;
/** Of the names in the directory, where there is one file. */
const MAX_NAMES = 4_096;
/** kindnet's has less than one kilobyte. */
const MAX_BYTES = 16_384;

/** The configuration of a pod network, as its plugin writes it. */
interface PodNetworkFile {
  readonly name: string;
  readonly content: string;
}

/**
 * Gives the first node of a cluster the configuration of its pod network before the
 * kubelet starts. Otherwise the node is Ready only when the pod of the network plugin
 * has run, written that file, and the kubelet has looked again, which it does every
 * 5 s. The plugin then writes the same over it.
 *
 * The file is the one that the plugin itself wrote in an earlier cluster of the same
 * node image, which was read before anybody had access to that cluster: the range of
 * the first node's pods is always the first of the cluster's. So no plugin has to be
 * known, and the first cluster of an image after a start of the portal takes longer.
 */
export class PodNetworkFiles {
  readonly #docker: DockerHost;
  readonly #commands: NodeCommands;
  /** By the id of the node image. */
  readonly #known = new Map<string, PodNetworkFile>();

  constructor(options: { docker: DockerHost; commands: NodeCommands }) {
    this.#docker = options.docker;
    this.#commands = options.commands;
  }

  /** Writes the file into a node, if it is known. */
  async write(
    node: KindContainer,
    options: { signal: AbortSignal },
  ): Promise<void> {
    const file = this.#known.get(node.imageId);
    if (file) {
      const path = `${DIRECTORY}/${file.name}`;
      await this.#docker.writeFile(node.id, path, file.content, options);
    }
  }

  /**
   * Reads the file of a node that is Ready, which nobody but the portal has had access
   * to. What goes wrong costs the next cluster time, and nothing else.
   */
  async learn(
    node: KindContainer,
    options: { signal: AbortSignal; logger: Pick<LoggerService, 'debug'> },
  ): Promise<void> {
    if (this.#known.has(node.imageId)) {
      return;
    }
    try {
      const name = await this.#onlyFile(node, options.signal);
      const path = name && `${DIRECTORY}/${name}`;
      const content =
        path && (await this.#docker.readFile(node.id, path, options));
      if (name && content && isConfiguration(content)) {
        this.#known.set(node.imageId, { name, content });
      }
    } catch (error) {
      options.signal.throwIfAborted();
      options.logger.debug(
        `The configuration of the pod network of ${node.name} could not be read`,
        error instanceof Error ? error : undefined,
      );
    }
  }

  /** @returns undefined where there is not exactly one */
  async #onlyFile(
    node: KindContainer,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    let printed = '';
    const { exitCode } = await this.#commands.run(
      node,
      { argv: ['ls', DIRECTORY], asRoot: true, timeoutMs: LIST_TIMEOUT_MS },
      {
        signal,
        onOutput: (stream, chunk) => {
          if (stream === 'stdout' && printed.length < MAX_NAMES) {
            printed += Buffer.from(chunk);
          }
        },
      },
    );
    const names = printed.split('\n').filter(Boolean);
    return exitCode === 0 && names.length === 1 && FILE_NAME.test(names[0])
      ? names[0]
      : undefined;
  }
}

function isConfiguration(content: string): boolean {
  return content.length <= MAX_BYTES && isObject(JSON.parse(content));
}
