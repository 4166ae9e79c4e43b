import type {
  CreateLabRequest,
  Lab,
  LabEventList,
  LabList,
  LabOptions,
  LabStatus,
  UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** Who calls, and as whom they own things. */
export interface LabCaller {
  readonly userRef: string;
  /** The caller's own ref, and those of the groups that the caller belongs to. */
  readonly ownershipRefs: readonly string[];
}

/** Which labs a caller wants listed. */
export interface ListLabsRequest {
  readonly owners?: readonly string[];
  readonly statuses?: readonly LabStatus[];
  readonly provider?: string;
  readonly text?: string;
  readonly orderBy?: {
    readonly field: 'createdAt' | 'name' | 'status' | 'expiresAt';
    readonly descending: boolean;
  };
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * What people can do with labs. Each call says who calls; what a caller may not
 * see is not found.
 */
export interface LabService {
  options(caller: LabCaller): Promise<LabOptions>;
  /**
   * Asks for a lab.
   * @throws InputError, NotAllowedError (the owner is not the caller's) or
   *   ConflictError (the owner has a lab of that name)
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
  /** @throws NotFoundError, or ConflictError until the lab is RUNNING */
  kubeconfig(
    id: string,
    caller: LabCaller,
  ): Promise<{ fileName: string; yaml: string }>;
  activity(
    id: string,
    page: { limit: number; cursor?: string },
    caller: LabCaller,
  ): Promise<LabEventList>;
}
