import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  HostCapacity,
  KubernetesVersionOption,
  LabCondition,
  LabNode,
  LabPhaseName,
  LabResources,
  ResourceOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ProviderCapabilities } from './ProviderCapabilities';

/**
 * Names one cluster. The name is the backend's own (`lab-<instance>-<id>`), never
 * what a user typed.
 * @public
 */
export interface ClusterRef {
  readonly name: string;
  /** One of the provider's {@link LabProvider.hosts}. */
  readonly host: string;
}

/**
 * What a cluster is made of. Every value has been checked against
 * {@link LabProvider.options}.
 * @public
 */
export interface ClusterSpec {
  /** A version from the provider's options, or `default`. */
  readonly kubernetesVersion: string;
  /** Worker nodes beside the control plane. */
  readonly workers: number;
  /** The most that all nodes may use together; what is left out is not limited. */
  readonly resources?: LabResources;
}

/**
 * What a provider can do at the moment.
 * @public
 */
export interface ProviderOptions {
  /** False when no cluster can be made at the moment. */
  available: boolean;
  /**
   * False when what the provider works with (Docker, say) cannot be reached. In
   * development, simulated labs then take the place of a default provider.
   */
  reachable: boolean;
  /** Why it is not available and what to do, or what to know about it. */
  message?: string;
  kubernetesVersions: KubernetesVersionOption[];
  maxWorkers: number;
  /**
   * What can be asked for as resources; absent where labs cannot be limited. The
   * default and the most are for a whole lab, the least is for each of its nodes.
   */
  resources?: ResourceOptions;
  /** What the hosts have, as far as it is known. */
  capacity?: HostCapacity[];
}

/**
 * From where the address in a kubeconfig works: from the machines of people, or from
 * the machine or container that the portal's backend runs in.
 * @public
 */
export type KubeconfigReach = 'people' | 'portal';

/**
 * Whether a cluster fits on a host.
 * @public
 */
export interface Preflight {
  /** `later`: when something else has gone; `never`: the host is too small. */
  readonly fits: 'now' | 'later' | 'never';
  /** Why it does not fit now and what it waits for, for people; else empty. */
  readonly reason: string;
}

/**
 * What a step is given to work with.
 * @public
 */
export interface StepContext {
  /** The step stops soon after this aborts, and throws. */
  readonly signal: AbortSignal;
  /** Carries the lab's id. */
  readonly logger: LoggerService;
  /** Called when a step of provisioning begins; each ends when the next begins. */
  onPhase(phase: LabPhaseName): void;
  /** Called for each line that the provider's tools print. */
  onOutput(line: string): void;
}

/**
 * A cluster in a listing: what the provider knows without asking the cluster.
 * @public
 */
export interface ListedCluster {
  ref: ClusterRef;
  nodes: ListedNode[];
}

/**
 * A node in a listing.
 * @public
 */
export interface ListedNode {
  name: string;
  role: 'control-plane' | 'worker';
  /** `stopped`: it keeps what is on it, and can be started; `unknown`: neither. */
  state: 'running' | 'stopped' | 'unknown';
  /** What the provider itself calls that state, for people. */
  detail: string;
}

/**
 * What the cluster itself says of its state.
 * @public
 */
export interface ClusterCheck {
  /**
   * The API answers, as many nodes as the spec asks for are Ready, and the
   * default service account exists.
   */
  ready: boolean;
  /** What is still waited for, for people; empty when ready. */
  waitingFor: string;
  nodes: LabNode[];
  /** By name; `dns` says whether the cluster's DNS answers. */
  conditions: Record<string, LabCondition>;
  /** What the API server says that it is, such as `v1.34.4`. */
  serverVersion?: string;
}

/**
 * Makes clusters: what every provider does. The verbs are level-based: each looks at what there is, caches
 * nothing about it, and can be repeated at any moment. Only the reconciler calls
 * those that change a cluster, one at a time for any cluster.
 * @public
 */
export interface LabProvider {
  /** Such as `kind`. */
  readonly id: string;
  /** For people, such as `KinD (Kubernetes in Docker)`. */
  readonly title: string;
  /** True when no real cluster stands behind a lab; every view says so. */
  readonly simulated: boolean;
  /** The lab hosts that it makes clusters on; at least one. */
  readonly hosts: readonly string[];
  /**
   * What it can do beyond making and removing clusters. What is absent is refused
   * with the status 501, and not offered.
   */
  readonly can: ProviderCapabilities;

  /**
   * Says what can be asked for at the moment. Never throws: what cannot be
   * reached is `available: false` with its reason. Answers within seconds.
   */
  options(): Promise<ProviderOptions>;

  /**
   * Says whether there is room for one more cluster on a host. Never throws: what
   * cannot be reached has no room, with the reason.
   *
   * @param options - making: the clusters of that host that are being made at the
   *   moment, and have not taken yet what they will take
   */
  preflight(
    host: string,
    spec: ClusterSpec,
    options: { making: readonly ClusterSpec[]; signal: AbortSignal },
  ): Promise<Preflight>;

  /**
   * Makes a cluster where there is none, and returns when it is ready in the
   * sense of {@link ClusterCheck.ready}.
   *
   * @throws ProvisioningError with the tool's own words when it fails; what it
   *   made until then may still be there
   * @throws ProviderUnavailableError when nothing could be tried
   */
  create(
    ref: ClusterRef,
    spec: ClusterSpec,
    context: StepContext,
  ): Promise<void>;

  /**
   * Asks the cluster itself how it is.
   *
   * @returns undefined when there is nothing of the cluster
   * @throws ProviderUnavailableError when that cannot be known at the moment
   */
  check(
    ref: ClusterRef,
    spec: ClusterSpec,
    options: { signal: AbortSignal },
  ): Promise<ClusterCheck | undefined>;

  /**
   * The administrator's kubeconfig of a ready cluster, as YAML. Only what
   * {@link readKubeconfig} takes of it is used, and reaches people.
   *
   * @param options - reach: from where the address in it works; from people's
   *   machines unless given
   * @throws Error when the cluster has none
   */
  kubeconfig(
    ref: ClusterRef,
    options: { reach?: KubeconfigReach; signal: AbortSignal },
  ): Promise<string>;

  /**
   * A kubeconfig, as YAML, with which one can look at what is in the cluster, except
   * for secrets, and change nothing. Its token ends at `expiresAt`, or ten minutes from now, which
   * is the shortest time that Kubernetes gives.
   *
   * @param options - reach: as of {@link LabProvider.kubeconfig}
   * @throws Error when the cluster does not answer, or is paused
   */
  viewerKubeconfig(
    ref: ClusterRef,
    options: {
      expiresAt: Date;
      reach?: KubeconfigReach;
      signal: AbortSignal;
    },
  ): Promise<string>;

  /**
   * Removes all that there is of a cluster, and returns when it has looked and
   * nothing is left. A cluster that is not there is no error.
   *
   * @throws ProviderUnavailableError when that cannot be known at the moment
   */
  destroy(
    ref: ClusterRef,
    context: Pick<StepContext, 'signal' | 'logger'>,
  ): Promise<void>;

  /**
   * Everything, whole or in pieces, whose cluster name begins with the prefix, on
   * every host, in one look.
   *
   * @throws ProviderUnavailableError when that cannot be known at the moment
   */
  list(
    prefix: string,
    options: { signal: AbortSignal },
  ): Promise<ListedCluster[]>;
}
