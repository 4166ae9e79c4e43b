import type {
  ClusterRef,
  ClusterSpec,
  ProviderOptions,
  ProviderPhase,
  KubeconfigReach,
  Preflight,
  StepContext,
  ListedCluster,
  ClusterCheck,
} from './cluster';
import type { ProviderCapabilities } from './ProviderCapabilities';

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
   * The phases that a cluster with this spec goes through, in their order. Asked for
   * each lab that is shown: it looks nothing up.
   */
  phases(spec: ClusterSpec): readonly ProviderPhase[];

  /**
   * Returns what can be requested now. Never throws: what cannot be
   * reached is `available: false` with its reason. Answers within seconds.
   */
  options(): Promise<ProviderOptions>;

  /**
   * Says whether there is room for one more cluster on a host. Never throws: what
   * cannot be reached has no room, with the reason.
   *
   * @param options - making: the clusters of that host that are provisioning at the
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
   * @throws ProvisioningError with the tool's own message when it fails; what it
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
   * @throws ProviderUnavailableError when that is unknown now
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
   * @throws ProviderUnavailableError when that is unknown now
   */
  destroy(
    ref: ClusterRef,
    context: Pick<StepContext, 'signal' | 'logger'>,
  ): Promise<void>;

  /**
   * Everything, whole or in pieces, whose cluster name begins with the prefix, on
   * every host, in one look.
   *
   * @throws ProviderUnavailableError when that is unknown now
   */
  list(
    prefix: string,
    options: { signal: AbortSignal },
  ): Promise<ListedCluster[]>;
}
