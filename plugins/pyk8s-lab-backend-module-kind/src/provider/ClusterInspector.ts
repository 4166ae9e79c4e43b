import { isError } from '@backstage/errors';
import type {
  ClusterCheck,
  ClusterRef,
  ClusterSpec,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import {
  clusterCheck,
  type ClusterAnswer,
  type ClusterReader,
} from '../cluster';
import type { DockerHost, KindContainer } from '../docker';
import { kubeconfigFor, type PortalAccess } from '../reach';

/** Where kubeadm writes the administrator's kubeconfig in a control plane. */
const ADMIN_CONF = '/etc/kubernetes/admin.conf';
const READ_TIMEOUT_MS = 5_000;

/** Looks at clusters: at their containers, and at what they say themselves. */
export class ClusterInspector {
  readonly #docker: DockerHost;
  readonly #reader: ClusterReader;
  readonly #access: PortalAccess;

  constructor(options: {
    docker: DockerHost;
    reader: ClusterReader;
    access: PortalAccess;
  }) {
    this.#docker = options.docker;
    this.#reader = options.reader;
    this.#access = options.access;
  }

  /** Every container of a cluster. */
  async containersOf(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<KindContainer[]> {
    const containers = await this.#docker.listContainers(options);
    return containers.filter(({ cluster }) => cluster === name);
  }

  /** As LabProvider.check. */
  async check(
    ref: ClusterRef,
    spec: ClusterSpec,
    options: { signal: AbortSignal },
  ): Promise<ClusterCheck | undefined> {
    const containers = await this.containersOf(ref.name, options);
    if (containers.length === 0) {
      return undefined;
    }
    const answer = await this.#ask(ref.name, containers, options.signal);
    return clusterCheck({ containers, answer }, spec);
  }

  /** As LabProvider.kubeconfig. */
  async peoplesKubeconfig(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<string> {
    const controlPlane = findControlPlane(
      await this.containersOf(name, options),
    );
    const server = controlPlane && this.#access.peoplesUrl(controlPlane);
    const adminConf =
      controlPlane &&
      (await this.#docker.readFile(controlPlane.id, ADMIN_CONF, options));
    if (!server || !adminConf) {
      throw new Error(
        `The cluster ${name} has no kubeconfig: its control plane does not run, or is not set up.`,
      );
    }
    return kubeconfigFor(adminConf, name, server);
  }

  /** @returns the cluster's answer, or what is waited for until it can answer */
  async #ask(
    name: string,
    containers: KindContainer[],
    signal: AbortSignal,
  ): Promise<ClusterAnswer | string> {
    const controlPlane = findControlPlane(containers);
    if (!controlPlane) {
      return 'the control plane to run';
    }
    const [adminConf, server] = await Promise.all([
      this.#docker.readFile(controlPlane.id, ADMIN_CONF, { signal }),
      this.#access.serverUrl(controlPlane, { signal }),
    ]);
    if (!adminConf || !server) {
      return 'the control plane to be set up';
    }
    const timeout = AbortSignal.timeout(READ_TIMEOUT_MS);
    try {
      return await this.#reader.read(kubeconfigFor(adminConf, name, server), {
        signal: AbortSignal.any([signal, timeout]),
      });
    } catch (error) {
      signal.throwIfAborted();
      return `the API server to answer (${
        timeout.aborted
          ? `nothing came within ${READ_TIMEOUT_MS / 1000} s`
          : shortReason(error)
      })`;
    }
  }
}

function findControlPlane(
  containers: readonly KindContainer[],
): KindContainer | undefined {
  return containers.find(
    ({ role, state }) => role === 'control-plane' && state === 'running',
  );
}

/** The Kubernetes client's own messages hold whole answers, with their headers. */
function shortReason(error: unknown): string {
  if (!isError(error)) {
    return String(error);
  }
  if (error.code !== undefined) {
    return typeof error.code === 'number'
      ? `HTTP ${error.code}`
      : String(error.code);
  }
  return error.message.split('\n')[0];
}
