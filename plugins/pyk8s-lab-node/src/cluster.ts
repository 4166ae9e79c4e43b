import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  HostCapacity,
  KubernetesVersionOption,
  LabCondition,
  LabNode,
  LabResources,
  ResourceOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

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
 * What a provider can do now.
 * @public
 */
export interface ProviderOptions {
  /** False when no cluster can be created now. */
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
 * A step of provisioning.
 * @public
 */
export interface ProviderPhase {
  /** Matches `^[a-z][a-z0-9-]{0,39}$`, such as `control-plane`. Stays the same. */
  readonly name: string;
  /** For people, such as `Starting the control plane`; 60 characters at most. */
  readonly title: string;
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
  /**
   * Called with the name of a phase of {@link LabProvider.phases} when it begins;
   * each ends when the next begins.
   */
  onPhase(phase: string): void;
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
