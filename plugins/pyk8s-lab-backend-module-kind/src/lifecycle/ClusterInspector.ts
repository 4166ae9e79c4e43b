import type {
  ActivityCapability,
  ClusterAccess,
  ClusterActivity,
  ClusterCheck,
  ClusterRef,
  ClusterSpec,
  KubeconfigReach,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { clusterCheck } from './checks/clusterCheck';
import { isSetUp } from './checks/setup';
import type { ClusterAnswer, ClusterReader } from './checks/ClusterReader';
import { assertKnown } from '../kind/clusterRefs';
import type { DockerHost, KindContainer } from '../docker/DockerHost';
import {
  kubeconfigFor,
  readAdminConf,
  viewerKubeconfigFor,
  type AdminCredentials,
} from '../network/apiServer/kubeconfig';
import type { PortalAccess } from '../network/apiServer/PortalAccess';
import { whyNot } from './messages';

/** The path of kubeadm's administrator kubeconfig in a control plane. */
export const ADMIN_CONF = '/etc/kubernetes/admin.conf';
const READ_TIMEOUT_MS = 5_000;
/** For several requests, or a long response. */
const ASK_TIMEOUT_MS = 20_000;

/** Observes clusters: their containers and their API servers. */
export class ClusterInspector implements ActivityCapability {
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

  /** All containers of a cluster. */
  async containersOf(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<KindContainer[]> {
    const containers = await this.#docker.listContainers(options);
    return containers.filter(({ cluster }) => cluster === name);
  }

  /**
   * Implements LabProvider.check.
   * @param options - startedAt: as in {@link Observation}
   */
  async check(
    ref: ClusterRef,
    spec: ClusterSpec,
    options: { signal: AbortSignal; startedAt?: ReadonlyMap<string, Date> },
  ): Promise<ClusterCheck | undefined> {
    const containers = await this.containersOf(ref.name, options);
    if (containers.length === 0) {
      return undefined;
    }
    const answer = await this.#read(ref.name, containers, options.signal);
    const { startedAt } = options;
    return clusterCheck({ containers, answer, startedAt }, spec);
  }

  /** Implements LabProvider.kubeconfig. */
  async kubeconfig(
    name: string,
    options: { reach?: KubeconfigReach; signal: AbortSignal },
  ): Promise<string> {
    const { admin, urls } = await this.#wayTo(name, options);
    const server = urls[options.reach ?? 'people'];
    return kubeconfigFor({ ...admin, server }, name);
  }

  /** Implements LabProvider.viewerKubeconfig. */
  async viewerKubeconfig(
    name: string,
    options: {
      expiresAt: Date;
      reach?: KubeconfigReach;
      signal: AbortSignal;
    },
  ): Promise<string> {
    const { admin, urls } = await this.#wayTo(name, options);
    const token = await this.#ask(name, options.signal, signal =>
      this.#reader.viewerToken(
        { ...admin, server: urls.portal },
        { expiresAt: options.expiresAt, signal },
      ),
    );
    const server = urls[options.reach ?? 'people'];
    return viewerKubeconfigFor({ ...admin, server }, name, token);
  }

  async activity(
    ref: ClusterRef,
    options: { signal: AbortSignal },
  ): Promise<ClusterActivity | undefined> {
    assertKnown(ref);
    return this.askApi(ref.name, options, (access, signal) =>
      this.#reader.activity(access, { signal }),
    );
  }

  /**
   * The nodes of a cluster as its API server reports them.
   * @throws Error when the cluster does not run or does not respond in time
   */
  async nodesOf(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<ClusterAnswer['nodes']> {
    const { nodes } = await this.askApi(name, options, (access, signal) =>
      this.#reader.read(access, { signal }),
    );
    return nodes;
  }

  /**
   * Sends requests to the API server of a cluster that is set up.
   *
   * @param ask - called with the administrator's access from the portal
   * @throws Error when the cluster does not run or does not respond in time
   */
  async askApi<T>(
    name: string,
    options: { signal: AbortSignal },
    ask: (access: ClusterAccess, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const access = await this.portalAccess(name, options);
    return this.#ask(name, options.signal, signal => ask(access, signal));
  }

  /**
   * The administrator's access to a cluster from the portal.
   * @throws Error when the cluster is not set up or does not run
   */
  async portalAccess(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<ClusterAccess> {
    const { admin, urls } = await this.#wayTo(name, options);
    return { ...admin, server: urls.portal };
  }

  /**
   * The URLs of a cluster that is set up.
   * @throws Error when it is not set up or does not run
   */
  async #wayTo(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<{
    admin: AdminCredentials;
    urls: Record<KubeconfigReach, string>;
  }> {
    const controlPlane = findControlPlane(
      await this.containersOf(name, options),
    );
    if (controlPlane) {
      const [adminConf, portal] = await Promise.all([
        this.#docker.readFile(controlPlane.id, ADMIN_CONF, options),
        this.#access.serverUrl(controlPlane, options),
      ]);
      const people = this.#access.peoplesUrl(controlPlane);
      if (adminConf && portal && people) {
        return {
          admin: readAdminConf(adminConf, name),
          urls: { people, portal },
        };
      }
    }
    throw new Error(
      `The cluster ${name} has no kubeconfig: its control plane does not run, or is not set up.`,
    );
  }

  /** Sends a request to a cluster that should respond. */
  async #ask<T>(
    name: string,
    signal: AbortSignal,
    ask: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const timeout = AbortSignal.timeout(ASK_TIMEOUT_MS);
    try {
      return await ask(AbortSignal.any([signal, timeout]));
    } catch (error) {
      signal.throwIfAborted();
      throw new Error(
        `The cluster ${name} does not answer as it should: ${whyNot(
          error,
          timeout,
          ASK_TIMEOUT_MS,
        )}.`,
      );
    }
  }

  /** @returns the response, or the condition that it waits for */
  async #read(
    name: string,
    containers: KindContainer[],
    signal: AbortSignal,
  ): Promise<ClusterAnswer | string> {
    const controlPlane = findControlPlane(containers);
    if (!controlPlane) {
      return 'the control plane to run';
    }
    const [adminConf, server, isComplete] = await Promise.all([
      this.#docker.readFile(controlPlane.id, ADMIN_CONF, { signal }),
      this.#access.serverUrl(controlPlane, { signal }),
      isSetUp(this.#docker, controlPlane, { signal }),
    ]);
    if (!adminConf || !server) {
      return 'the control plane to be set up';
    }
    if (!isComplete) {
      return 'everything to be installed';
    }
    const timeout = AbortSignal.timeout(READ_TIMEOUT_MS);
    try {
      const admin = readAdminConf(adminConf, name);
      return await this.#reader.read(
        { ...admin, server },
        { signal: AbortSignal.any([signal, timeout]) },
      );
    } catch (error) {
      signal.throwIfAborted();
      return `the API server to answer (${whyNot(
        error,
        timeout,
        READ_TIMEOUT_MS,
      )})`;
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
