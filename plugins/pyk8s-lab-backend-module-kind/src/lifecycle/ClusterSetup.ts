import {
  clusterWords,
  ProvisioningError,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { NodeCommands } from '../commands/NodeCommands';
import type { DockerHost, KindContainer } from '../docker/DockerHost';
import type { ClusterInspector } from './ClusterInspector';
import { KUBEADM_CONF } from '../kind/kubeadmPatches';
import { SETUP_FILE } from './checks/setup';
import { controlPlaneThatRuns } from './clusterNodes';

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
const HINT = 'It stopped while it was provisioned.';

/** What the portal sets up in a control plane while kind goes on. */
export class ClusterSetup {
  readonly #docker: DockerHost;
  readonly #commands: NodeCommands;
  readonly #inspector: ClusterInspector;

  constructor(options: {
    docker: DockerHost;
    commands: NodeCommands;
    inspector: ClusterInspector;
  }) {
    this.#docker = options.docker;
    this.#commands = options.commands;
    this.#inspector = options.inspector;
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

  async #controlPlane(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<KindContainer> {
    const nodes = await this.#inspector.containersOf(name, options);
    return controlPlaneThatRuns(nodes, HINT);
  }
}
