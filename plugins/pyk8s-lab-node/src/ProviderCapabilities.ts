import type { CommandCapability } from './ClusterCommand';
import type { ImageCapability } from './ClusterImages';
import type { LogCapability } from './ClusterLogs';
import type { ClusterRef, ClusterSpec, StepContext } from './cluster';

/**
 * What a provider can do beyond making and removing clusters; what it cannot do is
 * absent.
 * @public
 */
export interface ProviderCapabilities {
  readonly power?: PowerCapability;
  readonly commands?: CommandCapability;
  readonly logs?: LogCapability;
  readonly images?: ImageCapability;
  /** Without it no lab of the provider counts as idle. */
  readonly activity?: ActivityCapability;
}

/**
 * Stops and starts clusters. Only the reconciler calls it.
 * @public
 */
export interface PowerCapability {
  /**
   * Stops the nodes of a cluster and keeps what is on them. Returns when every
   * node has stopped; one that has stopped already is no error.
   *
   * @throws Error when there is nothing of the cluster, or it does not stop
   * @throws ProviderUnavailableError when that is unknown now
   */
  pause(
    ref: ClusterRef,
    context: Pick<StepContext, 'signal' | 'logger'>,
  ): Promise<void>;

  /**
   * Starts the nodes of a paused cluster again, and returns when it is ready in
   * the sense of {@link ClusterCheck.ready}. A cluster that runs is no error.
   *
   * @throws Error when there is nothing of the cluster, or it does not come up
   * @throws ProviderUnavailableError when that is unknown now
   */
  resume(
    ref: ClusterRef,
    spec: ClusterSpec,
    context: Pick<StepContext, 'signal' | 'logger'>,
  ): Promise<void>;
}

/**
 * What people, and their programs, have done in a cluster.
 * @public
 */
export interface ClusterActivity {
  /**
   * Requests that they have made of the API server since it started, with the
   * administrator's kubeconfig or a viewer's. It starts at zero when the API server
   * restarts. The portal's own requests are not among them, nor are those of the
   * workloads in the cluster; what goes on for long, such as a watch or a shell in
   * a pod, counts when it begins.
   */
  readonly requests: number;
}

/**
 * Tells whether people use a cluster, so that idle ones can be paused.
 * @public
 */
export interface ActivityCapability {
  /**
   * What people have done in a cluster, as the cluster itself counts it.
   *
   * @returns undefined when the cluster does not tell people from itself
   * @throws Error when the cluster does not answer, or is paused
   */
  activity(
    ref: ClusterRef,
    options: { signal: AbortSignal },
  ): Promise<ClusterActivity | undefined>;
}
