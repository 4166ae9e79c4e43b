import type { DockerHost } from '../docker/DockerHost';
import type { ClusterInspector } from '../lifecycle/ClusterInspector';

/** The kubeconfigs of the components of a control plane. */
const KUBECONFIGS = [
  '/etc/kubernetes/kubelet.conf',
  '/etc/kubernetes/controller-manager.conf',
  '/etc/kubernetes/scheduler.conf',
];

/** Matches one line; its length is bounded. */
const SERVER_BY_ADDRESS =
  /^( {0,20}server: https:\/\/)(?:[\d.]{1,15}|\[[\da-fA-F:.]{1,45}\])(:\d{1,5})$/;

/**
 * Changes the server of a control plane's kubeconfig to 127.0.0.1. A kubeconfig with a
 * host name does not change.
 */
export function withLocalServer(kubeconfig: string): string {
  return kubeconfig
    .split('\n')
    .map(line => line.replace(SERVER_BY_ADDRESS, '$1127.0.0.1$2'))
    .join('\n');
}

/**
 * Makes a control plane independent of its address. kubeadm configures the kubelet,
 * the controller manager and the scheduler with the address of the node, which Docker
 * may give to another container while the node is stopped; the API server's
 * certificate is only valid for the old address and for 127.0.0.1.
 */
export class LocalServers {
  readonly #docker: DockerHost;
  readonly #inspector: ClusterInspector;

  constructor(options: { docker: DockerHost; inspector: ClusterInspector }) {
    this.#docker = options.docker;
    this.#inspector = options.inspector;
  }

  /** Running components apply it with their next start. */
  async apply(name: string, options: { signal: AbortSignal }): Promise<void> {
    const nodes = await this.#inspector.containersOf(name, options);
    await Promise.all(
      nodes
        .filter(({ role }) => role === 'control-plane')
        .flatMap(({ id }) =>
          KUBECONFIGS.map(path => this.#localize(id, path, options)),
        ),
    );
  }

  async #localize(
    id: string,
    path: string,
    options: { signal: AbortSignal },
  ): Promise<void> {
    const kubeconfig = await this.#docker.readFile(id, path, options);
    if (kubeconfig === undefined) {
      return;
    }
    const local = withLocalServer(kubeconfig);
    if (local !== kubeconfig) {
      await this.#docker.writeFile(id, path, local, options);
    }
  }
}
