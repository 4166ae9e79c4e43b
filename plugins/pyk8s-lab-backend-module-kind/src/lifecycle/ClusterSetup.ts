import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  clusterWords,
  ProvisioningError,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { NodeCommands } from '../commands/NodeCommands';
import type { DockerHost, KindContainer } from '../docker/DockerHost';
import { KUBEADM_CONF } from '../kind/kubeadmPatches';
import type { PodNetworkFiles } from '../network/PodNetworkFiles';
import { SETUP_FILE } from './checks/setup';

/** What kubeadm does itself, unless {@link kubeadmPatches} tell it not to. */
const INSTALL_ADDONS = [
  'kubeadm',
  'init',
  'phase',
  'addon',
  'all',
  `--config=${KUBEADM_CONF}`,
];
const ADDONS_TIMEOUT_MS = 120_000;
const MAX_WORDS = 2_000;

/** What finds the nodes of a cluster. */
interface Nodes {
  containersOf(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<KindContainer[]>;
}

/** What the portal sets up in a control plane while kind goes on. */
export class ClusterSetup {
  readonly #docker: DockerHost;
  readonly #commands: NodeCommands;
  readonly #files: PodNetworkFiles;
  readonly #nodes: Nodes;

  constructor(options: {
    docker: DockerHost;
    commands: NodeCommands;
    files: PodNetworkFiles;
    nodes: Nodes;
  }) {
    this.#docker = options.docker;
    this.#commands = options.commands;
    this.#files = options.files;
    this.#nodes = options.nodes;
  }

  /**
   * Prepares the pod network, as soon as there are containers. A cluster whose network
   * is not prepared is as good, and ready later.
   */
  async preparePodNetwork(
    name: string,
    options: { signal: AbortSignal; logger: Pick<LoggerService, 'debug'> },
  ): Promise<void> {
    try {
      await this.#files.write(await this.#controlPlane(name, options), options);
    } catch (error) {
      options.signal.throwIfAborted();
      options.logger.debug(
        `The pod network of ${name} was not prepared`,
        error instanceof Error ? error : undefined,
      );
    }
  }

  /**
   * Installs kube-proxy and CoreDNS, once the API server answers.
   * @throws ProvisioningError in kubeadm's words
   */
  async installAddons(
    name: string,
    { signal }: { signal: AbortSignal },
  ): Promise<void> {
    const node = await this.#controlPlane(name, { signal });
    let words = '';
    const { exitCode } = await this.#commands.run(
      node,
      { argv: INSTALL_ADDONS, asRoot: true, timeoutMs: ADDONS_TIMEOUT_MS },
      {
        signal,
        onOutput: (_stream, chunk) => {
          words = (words + Buffer.from(chunk)).slice(-MAX_WORDS);
        },
      },
    );
    if (exitCode !== 0) {
      throw new ProvisioningError(
        `kubeadm could not install kube-proxy and CoreDNS: ${
          clusterWords(words.trim().split('\n').at(-1) ?? '') ||
          `it ended with ${exitCode}`
        }`,
      );
    }
  }

  /** Records that everything of a cluster is installed. */
  async complete(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<void> {
    const { id } = await this.#controlPlane(name, options);
    await this.#docker.writeFile(id, SETUP_FILE, 'complete\n', options);
  }

  /** Learns from a cluster that is Ready, and that nobody was given yet. */
  async learn(
    name: string,
    options: { signal: AbortSignal; logger: Pick<LoggerService, 'debug'> },
  ): Promise<void> {
    await this.#files.learn(await this.#controlPlane(name, options), options);
  }

  async #controlPlane(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<KindContainer> {
    const nodes = await this.#nodes.containersOf(name, options);
    const found = nodes.find(({ role }) => role === 'control-plane');
    if (!found) {
      throw new ProvisioningError(`The cluster ${name} has no control plane.`);
    }
    return found;
  }
}
