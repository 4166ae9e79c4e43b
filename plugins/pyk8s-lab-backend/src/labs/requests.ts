import type { LabStatus } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { KubeconfigReach } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** Which labs a caller wants listed. */
export interface ListLabsRequest {
  readonly owners?: readonly string[];
  readonly statuses?: readonly LabStatus[];
  readonly provider?: string;
  /** Entity refs of components, as people write them. */
  readonly components?: readonly string[];
  readonly text?: string;
  readonly orderBy?: {
    readonly field: 'createdAt' | 'name' | 'status' | 'expiresAt';
    readonly descending: boolean;
  };
  readonly limit: number;
  readonly cursor?: string;
}

/** Which kubeconfig of a lab. */
export interface KubeconfigOptions {
  /** The cluster's administrator, or somebody who can look and change nothing. */
  readonly for: 'owner' | 'viewer';
  /** From where its address works; from people's machines unless given. */
  readonly reach?: KubeconfigReach;
}
