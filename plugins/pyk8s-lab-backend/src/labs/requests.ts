import type { LabStatus } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { KubeconfigReach } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { InputError } from '@backstage/errors';

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

/** @throws InputError when it is none that a page has given */
export function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) {
    return 0;
  }
  if (!/^\d{1,15}$/.test(cursor)) {
    throw new InputError(
      'cursor must be the pageInfo.nextCursor of the page before.',
    );
  }
  return Number(cursor);
}
