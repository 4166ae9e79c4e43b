import type { LabCondition } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type {
  ClusterAccess,
  ClusterActivity,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** The state of a cluster as its API server reports it. */
export interface ClusterAnswer {
  /** Such as `v1.34.4`. */
  readonly serverVersion: string;
  readonly nodes: readonly {
    readonly name: string;
    readonly isReady: boolean;
    /** When its kubelet last reported it; unchanged while the node is stopped. */
    readonly heartbeatAt?: Date;
    /** The time since the last sign of life of its kubelet. */
    readonly silentSeconds?: number;
    /** The addresses of its pods, such as `10.244.1.0/24`, once it has some. */
    readonly podRange?: string;
  }[];
  /** The time since the last sign of life of the controller that marks silent nodes. */
  readonly controllerSilentSeconds?: number;
  /** Without it no pod can be created. */
  readonly hasDefaultServiceAccount: boolean;
  readonly dns: LabCondition;
}

/** Reads from the API servers of clusters. */
export interface ClusterReader {
  /**
   * @param access - of an administrator
   * @throws Error when the API server does not respond or the signal aborts
   */
  read(
    access: ClusterAccess,
    options: { signal: AbortSignal },
  ): Promise<ClusterAnswer>;

  /**
   * Implements ActivityCapability.activity. The portal's requests are not counted.
   *
   * @param access - of an administrator
   * @throws Error when the API server does not respond or the signal aborts
   */
  activity(
    access: ClusterAccess,
    options: { signal: AbortSignal },
  ): Promise<ClusterActivity | undefined>;

  /**
   * Ensures that the cluster has a viewer, and requests a token for it.
   *
   * @param access - of an administrator
   * @param options - expiresAt: of the token; at least ten minutes from now
   * @throws Error when the API server does not respond or the signal aborts
   */
  viewerToken(
    access: ClusterAccess,
    options: { expiresAt: Date; signal: AbortSignal },
  ): Promise<string>;
}
