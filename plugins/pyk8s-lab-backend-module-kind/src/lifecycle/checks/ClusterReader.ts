import type { LabCondition } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type {
  ClusterAccess,
  ClusterActivity,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** What a cluster's API server says of the cluster. */
export interface ClusterAnswer {
  /** Such as `v1.34.4`. */
  readonly serverVersion: string;
  readonly nodes: readonly {
    readonly name: string;
    readonly isReady: boolean;
    /** When its kubelet last said so; kept by the cluster while it is stopped. */
    readonly heartbeatAt?: Date;
    /** For how long nothing was heard of its kubelet. */
    readonly silentSeconds?: number;
  }[];
  /** For how long nothing was heard of what calls silent nodes not ready. */
  readonly controllerSilentSeconds?: number;
  /** Without it no pod can be made. */
  readonly hasDefaultServiceAccount: boolean;
  readonly dns: LabCondition;
}

/** Asks the API servers of clusters. */
export interface ClusterReader {
  /**
   * @param access - an administrator's
   * @throws Error when the API server does not answer, or the signal aborts
   */
  read(
    access: ClusterAccess,
    options: { signal: AbortSignal },
  ): Promise<ClusterAnswer>;

  /**
   * As ActivityCapability.activity. The portal's own requests are not counted.
   *
   * @param access - an administrator's
   * @throws Error when the API server does not answer, or the signal aborts
   */
  activity(
    access: ClusterAccess,
    options: { signal: AbortSignal },
  ): Promise<ClusterActivity | undefined>;

  /**
   * Sees to it that the cluster has a viewer, and asks for a token of it.
   *
   * @param access - an administrator's
   * @param options - expiresAt: when the token ends, or ten minutes from now
   * @throws Error when the API server does not answer, or the signal aborts
   */
  viewerToken(
    access: ClusterAccess,
    options: { expiresAt: Date; signal: AbortSignal },
  ): Promise<string>;
}
