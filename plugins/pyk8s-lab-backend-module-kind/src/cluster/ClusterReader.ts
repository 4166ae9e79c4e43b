import type { LabCondition } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** What a cluster's API server says of the cluster. */
export interface ClusterAnswer {
  /** Such as `v1.34.4`. */
  readonly serverVersion: string;
  readonly nodes: readonly {
    readonly name: string;
    readonly isReady: boolean;
  }[];
  /** Without it no pod can be made. */
  readonly hasDefaultServiceAccount: boolean;
  readonly dns: LabCondition;
}

/** Asks the API servers of clusters. */
export interface ClusterReader {
  /**
   * @param kubeconfig - an administrator's, as YAML
   * @throws Error when the API server does not answer, or the signal aborts
   */
  read(
    kubeconfig: string,
    options: { signal: AbortSignal },
  ): Promise<ClusterAnswer>;
}
