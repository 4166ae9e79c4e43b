import type {
  CreateLabRequest,
  Lab,
  LabEventList,
  LabList,
  LabOptions,
  LabStatus,
  UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { KubeconfigReach } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabCaller } from '../callers';
import type { ActivityRequest } from './activity';

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

/**
 * What people can do with labs. Each call says who calls; what a caller may not
 * see is not found, and what a caller may see but not do is not allowed.
 */
export interface LabService {
  /** What the caller may ask for. */
  options(caller: LabCaller): Promise<LabOptions>;
  /**
   * Asks for a lab.
   * @throws InputError, NotAllowedError (the owner is not the caller's),
   *   ConflictError (the owner has a lab of that name) or an error of status 429
   */
  create(
    request: CreateLabRequest,
    caller: LabCaller,
    idempotencyKey?: string,
  ): Promise<Lab>;
  list(request: ListLabsRequest, caller: LabCaller): Promise<LabList>;
  /** @throws NotFoundError */
  get(id: string, caller: LabCaller): Promise<Lab>;
  /** @throws NotFoundError, InputError, NotAllowedError or ConflictError */
  update(
    id: string,
    request: UpdateLabRequest,
    caller: LabCaller,
  ): Promise<Lab>;
  /** Asks for the deletion of a lab; again is no error. @throws NotFoundError */
  delete(id: string, caller: LabCaller): Promise<Lab>;
  /** @throws NotFoundError, or ConflictError when the lab is not in ERROR */
  retry(id: string, caller: LabCaller): Promise<Lab>;
  /**
   * Stops the nodes of a lab; again is no error.
   * @throws NotFoundError, or ConflictError when the lab is not RUNNING
   */
  pause(id: string, caller: LabCaller): Promise<Lab>;
  /**
   * Starts the nodes of a lab; again is no error.
   * @throws NotFoundError, or ConflictError when the lab is not PAUSED
   */
  resume(id: string, caller: LabCaller): Promise<Lab>;
  /** @throws NotFoundError, or ConflictError until the lab is RUNNING */
  kubeconfig(
    id: string,
    caller: LabCaller,
    options: KubeconfigOptions,
  ): Promise<{ fileName: string; yaml: string }>;
  activity(
    id: string,
    page: ActivityRequest,
    caller: LabCaller,
  ): Promise<LabEventList>;
}
