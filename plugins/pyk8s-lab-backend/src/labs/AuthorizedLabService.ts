import { ConflictError, NotAllowedError } from '@backstage/errors';
import {
  labCreatePermission,
  labDeletePermission,
  labReadPermission,
  labUpdatePermission,
  type CreateLabRequest,
  type Lab,
  type LabEventList,
  type LabList,
  type LabOptions,
  type UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  matchesLab,
  type LabFilter,
  type LabResource,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabCaller } from '../callers';
import type { LabStore } from '../database';
import { LabGate, type LabAuthorizer } from '../permissions';
import { assertMayHaveKubeconfig } from './kubeconfigRights';
import type { ActivityRequest } from './activity';
import type {
  KubeconfigOptions,
  LabService,
  ListLabsRequest,
} from './LabService';
import { assertPersonOrGroup, normalizeOwner } from './owners';

/** What an {@link AuthorizedLabService} works with. */
export interface AuthorizedLabServiceOptions {
  readonly inner: LabService;
  readonly store: LabStore;
  readonly authorizer: LabAuthorizer;
}

/**
 * Lets a caller see and touch only what the portal's permission policy allows.
 * A lab that the caller may not read is not found, as if it did not exist.
 */
export class AuthorizedLabService implements LabService {
  readonly #inner: LabService;
  readonly #store: LabStore;
  readonly #authorizer: LabAuthorizer;
  readonly #gate: LabGate;

  static create(options: AuthorizedLabServiceOptions): AuthorizedLabService {
    return new AuthorizedLabService(options);
  }

  private constructor(options: AuthorizedLabServiceOptions) {
    this.#inner = options.inner;
    this.#store = options.store;
    this.#authorizer = options.authorizer;
    this.#gate = LabGate.create(options);
  }

  async options(caller: LabCaller): Promise<LabOptions> {
    return this.#inner.options(await this.#gate.asReader(caller));
  }

  async create(
    request: CreateLabRequest,
    caller: LabCaller,
    idempotencyKey?: string,
  ): Promise<Lab> {
    if (!(await this.#authorizer.mayCreate(caller))) {
      throw new NotAllowedError(
        `You may not ask for labs: this needs the permission ${labCreatePermission.name}. Ask those who run the portal.`,
      );
    }
    const owner = readOwner(request);
    if (owner && !caller.ownershipRefs.includes(owner)) {
      const [updatable] = await this.#gate.labsFor(
        [labUpdatePermission],
        caller,
      );
      // Its provider is chosen later; the answer must not depend on it.
      assertMayGive(owner, caller, updatable, [
        { ownerRef: owner, status: 'QUEUED', simulated: false },
        { ownerRef: owner, status: 'QUEUED', simulated: true },
      ]);
    }
    await this.#assertEarlierIsReadable(caller, idempotencyKey);
    return this.#inner.create(
      { ...request, owner },
      await this.#gate.asReader(caller),
      idempotencyKey,
    );
  }

  async list(request: ListLabsRequest, caller: LabCaller): Promise<LabList> {
    return this.#inner.list(
      { ...request, owners: request.owners?.map(normalizeOwner) },
      await this.#gate.asReader(caller),
    );
  }

  async get(id: string, caller: LabCaller): Promise<Lab> {
    await this.#gate.assertReadable(id, caller);
    return this.#inner.get(id, caller);
  }

  async update(
    id: string,
    request: UpdateLabRequest,
    caller: LabCaller,
  ): Promise<Lab> {
    const { entitled } = await this.#gate.assertMay(
      'change it',
      labUpdatePermission,
      id,
      caller,
    );
    const owner = readOwner(request);
    if (owner) {
      // To anybody, also where the caller then loses sight of the lab.
      assertPersonOrGroup(owner);
    }
    return this.#inner.update(id, { ...request, owner }, entitled);
  }

  async delete(id: string, caller: LabCaller): Promise<Lab> {
    const { entitled } = await this.#gate.assertMay(
      'delete it',
      labDeletePermission,
      id,
      caller,
    );
    return this.#inner.delete(id, entitled);
  }

  async pause(id: string, caller: LabCaller): Promise<Lab> {
    const { entitled } = await this.#gate.assertMay(
      'pause it',
      labUpdatePermission,
      id,
      caller,
    );
    return this.#inner.pause(id, entitled);
  }

  async resume(id: string, caller: LabCaller): Promise<Lab> {
    const { entitled } = await this.#gate.assertMay(
      'resume it',
      labUpdatePermission,
      id,
      caller,
    );
    return this.#inner.resume(id, entitled);
  }

  async retry(id: string, caller: LabCaller): Promise<Lab> {
    const { entitled } = await this.#gate.assertMay(
      'recreate it',
      labUpdatePermission,
      id,
      caller,
    );
    return this.#inner.retry(id, entitled);
  }

  async kubeconfig(
    id: string,
    caller: LabCaller,
    options: KubeconfigOptions,
  ): Promise<{ fileName: string; yaml: string }> {
    const { entitled } = await assertMayHaveKubeconfig(
      id,
      caller,
      options,
      this.#gate,
    );
    return this.#inner.kubeconfig(id, entitled, options);
  }

  async activity(
    id: string,
    page: ActivityRequest,
    caller: LabCaller,
  ): Promise<LabEventList> {
    await this.#gate.assertReadable(id, caller);
    return this.#inner.activity(id, page, caller);
  }

  /** A request that is sent again must not show a lab that has gone to others. */
  async #assertEarlierIsReadable(
    caller: LabCaller,
    idempotencyKey: string | undefined,
  ): Promise<void> {
    const earlier =
      idempotencyKey &&
      (await this.#store.findByIdempotencyKey(caller.userRef, idempotencyKey));
    if (!earlier) {
      return;
    }
    const [readable] = await this.#gate.labsFor([labReadPermission], caller);
    if (!matchesLab(readable, earlier)) {
      throw new ConflictError(
        'The lab that was asked for with this Idempotency-Key is no longer yours to see: use a new key for a new lab.',
      );
    }
  }
}

/** @throws InputError when there is one that is no entity ref */
function readOwner({ owner }: { owner?: string }): string | undefined {
  return owner === undefined ? undefined : normalizeOwner(owner);
}

/**
 * Those who may change a lab of some owner may create labs for that owner.
 * @param prospects - the lab as it would be, in each way that it might be
 * @throws NotAllowedError naming the owners that can be chosen, or InputError
 */
function assertMayGive(
  owner: string,
  caller: LabCaller,
  updatable: LabFilter,
  prospects: readonly LabResource[],
): void {
  assertPersonOrGroup(owner);
  if (!prospects.every(lab => matchesLab(updatable, lab))) {
    throw new NotAllowedError(
      `You cannot own labs as ${owner}: choose one of ${caller.ownershipRefs.join(
        ', ',
      )}.`,
    );
  }
}
