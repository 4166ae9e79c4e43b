import type { DockerHost } from '../docker/DockerHost';
import type { ClusterInspector } from '../lifecycle/ClusterInspector';

/** What runs beside the API server in a control plane, and how it finds it. */
const KUBECONFIGS = [
  '/etc/kubernetes/kubelet.conf',
  '/etc/kubernetes/controller-manager.conf',
  '/etc/kubernetes/scheduler.conf',
];

/** Of one line. Nothing in it can be of any length. */
const SERVER_BY_ADDRESS =
  /^( {0,20}server: https:\/\/)(?:[\d.]{1,15}|\[[\da-fA-F:.]{1,45}\])(:\d{1,5})$/;

/**
 * Leads a control plane's own kubeconfig to the API server by way of 127.0.0.1.
 * One that goes by a name is left as it is.
 */
export function withLocalServer(kubeconfig: string): string {
  return kubeconfig
    .split('\n')
    .map(line => line.replace(SERVER_BY_ADDRESS, '$1127.0.0.1$2'))
    .join('\n');
}

/**
 * Makes a control plane independent of its address. kubeadm has its kubelet, its
 * controller manager and its scheduler find the API server by the address of the
 * node, which Docker may give to another container while the node is stopped; the
 * API server's certificate is for the old one then. It is for 127.0.0.1, too.
 */
export class LocalServers {
  readonly #docker: DockerHost;
  readonly #inspector: ClusterInspector;

  constructor(options: { docker: DockerHost; inspector: ClusterInspector }) {
    this.#docker = options.docker;
    this.#inspector = options.inspector;
  }

  /** What runs takes notice when it is started the next time. */
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
