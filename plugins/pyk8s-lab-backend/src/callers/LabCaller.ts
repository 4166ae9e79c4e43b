import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { LabFilter } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Request } from 'express';
import type { LabRecord } from '../database';

/** Who calls, and as whom they own things. */
export interface LabCaller {
  /** An entity ref; of a plugin, what Backstage calls it. */
  readonly userRef: string;
  /** The caller's own ref, and those of the groups that the caller belongs to. */
  readonly ownershipRefs: readonly string[];
  /** True for another plugin of the portal, which reads every lab and does nothing. */
  readonly isPlugin?: boolean;
  /** True for a service from outside the portal, which has labs like a person. */
  readonly isService?: boolean;
  /** What the portal's tokens call that service. Several may share a user. */
  readonly serviceSubject?: string;
  /** What the permission policy is asked with. */
  readonly credentials: BackstageCredentials;
  /** When that ends, where Backstage does not say it of the credentials. */
  readonly expiresAt?: Date;
  /** The request that the call came with, for the audit log. */
  readonly request?: Request;
  /** What was decided about the call. Set by what decides about that. */
  readonly rights?: LabRights;
}

/** What a caller may see, and do in this call. */
export interface LabRights {
  /** The labs that an answer, or an error, may name. */
  readonly readable: LabFilter;
  /** The caller's role in the cluster; viewer unless given. */
  readonly kubeRole?: 'owner' | 'viewer';
  /**
   * Asked again of a lab as it is when it is changed, since a lab may get another
   * owner between a decision and what it was about.
   * @throws NotFoundError or NotAllowedError
   */
  readonly assertAllowed?: (lab: LabRecord) => void;
}

/** When a caller's credentials end. @returns undefined for what has no end */
export function callerEnd({
  expiresAt,
  credentials,
}: LabCaller): Date | undefined {
  return expiresAt ?? credentials.expiresAt;
}
