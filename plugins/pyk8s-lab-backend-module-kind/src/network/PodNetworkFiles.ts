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
  /** The range of pods in it, where it has one that can be exchanged. */
  readonly range?: string;
}

const RANGE = /^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}$/;

/**
 * Gives the first node of a cluster the configuration of its pod network before the
 * kubelet starts. Otherwise the node is Ready only when the pod of the network plugin
 * has run and written that file. The plugin then writes the same over it.
 *
 * The file is the one that the plugin itself wrote in an earlier cluster of the same
 * node image, which was read before anybody had access to that cluster: the range of
 * the first node's pods is always the first of the cluster's. So no plugin has to be
 * known, and the first cluster of an image after a start of the portal takes longer.
 * A worker has its range once it has joined, and gets the same file with that range.
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

  /** Whether there is a file for nodes of an image, and for workers, too. */
  knows(imageId: string, options: { workers: boolean }): boolean {
    const file = this.#known.get(imageId);
    return file !== undefined && (!options.workers || file.range !== undefined);
  }

  /**
   * Writes the file into a node, if it is known.
   * @param options - range: of a worker's pods; that of the first node unless given
   */
  async write(
    node: KindContainer,
    options: { range?: string; signal: AbortSignal },
  ): Promise<void> {
    const { range, signal } = options;
    const file = this.#known.get(node.imageId);
    const content =
      range === undefined ? file?.content : withRange(file, range);
    if (file && content !== undefined) {
      const path = `${DIRECTORY}/${file.name}`;
      await this.#docker.writeFile(node.id, path, content, { signal });
    }
  }

  /**
   * Reads the file of a first node that is Ready, which nobody but the portal has had
   * access to, and remembers it.
   *
   * @param options - range: tells that of the node's pods
   * @throws Error when it cannot be read
   */
  async learn(
    node: KindContainer,
    options: {
      range: () => Promise<string | undefined>;
      signal: AbortSignal;
    },
  ): Promise<void> {
    const { signal } = options;
    const name = await this.#onlyFile(node, signal);
    const path = name && `${DIRECTORY}/${name}`;
    const content =
      path && (await this.#docker.readFile(node.id, path, { signal }));
    if (name && content && isConfiguration(content)) {
      const range = await options.range();
      this.#known.set(node.imageId, {
        name,
        content,
        range: range && hasOnce(content, range) ? range : undefined,
      });
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

/** Whether a text is a value in JSON, once. */
function hasOnce(json: string, value: string): boolean {
  return RANGE.test(value) && json.split(`"${value}"`).length === 2;
}

function withRange(
  file: PodNetworkFile | undefined,
  range: string,
): string | undefined {
  return file?.range !== undefined && RANGE.test(range)
    ? file.content.replace(`"${file.range}"`, `"${range}"`)
    : undefined;
}
