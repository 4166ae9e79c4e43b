import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type {
  CreateLabRequest,
  Lab,
  LabEventList,
  LabList,
  LabOptions,
  UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabStore } from '../database';
import type { LabCaller, LabService, ListLabsRequest } from './LabService';

/**
 * Lets a caller see and touch only what the caller, or a group of the caller's,
 * owns. A lab of others is not found, as if it did not exist.
 */
export class AuthorizedLabService implements LabService {
  readonly #inner: LabService;
  readonly #store: LabStore;

  static create(options: {
    inner: LabService;
    store: LabStore;
  }): AuthorizedLabService {
    return new AuthorizedLabService(options);
  }

  private constructor(options: { inner: LabService; store: LabStore }) {
    this.#inner = options.inner;
    this.#store = options.store;
  }

  async options(caller: LabCaller): Promise<LabOptions> {
    return this.#inner.options(caller);
  }

  async create(
    request: CreateLabRequest,
    caller: LabCaller,
    idempotencyKey?: string,
  ): Promise<Lab> {
    return this.#inner.create(
      { ...request, owner: this.#ownOwner(request.owner, caller) },
      caller,
      idempotencyKey,
    );
  }

  async list(request: ListLabsRequest, caller: LabCaller): Promise<LabList> {
    const owners = request.owners
      ? request.owners
          .map(normalize)
          .filter(ref => caller.ownershipRefs.includes(ref))
      : caller.ownershipRefs;
    return this.#inner.list({ ...request, owners }, caller);
  }

  async get(id: string, caller: LabCaller): Promise<Lab> {
    await this.#assertOwned(id, caller);
    return this.#inner.get(id, caller);
  }

  async update(
    id: string,
    request: UpdateLabRequest,
    caller: LabCaller,
  ): Promise<Lab> {
    await this.#assertOwned(id, caller);
    return this.#inner.update(
      id,
      { ...request, owner: this.#ownOwner(request.owner, caller) },
      caller,
    );
  }

  async delete(id: string, caller: LabCaller): Promise<Lab> {
    await this.#assertOwned(id, caller);
    return this.#inner.delete(id, caller);
  }

  async retry(id: string, caller: LabCaller): Promise<Lab> {
    await this.#assertOwned(id, caller);
    return this.#inner.retry(id, caller);
  }

  async kubeconfig(
    id: string,
    caller: LabCaller,
  ): Promise<{ fileName: string; yaml: string }> {
    await this.#assertOwned(id, caller);
    return this.#inner.kubeconfig(id, caller);
  }

  async activity(
    id: string,
    page: { limit: number; cursor?: string },
    caller: LabCaller,
  ): Promise<LabEventList> {
    await this.#assertOwned(id, caller);
    return this.#inner.activity(id, page, caller);
  }

  async #assertOwned(id: string, caller: LabCaller): Promise<void> {
    const lab = await this.#store.get(id);
    if (!lab || !caller.ownershipRefs.includes(lab.ownerRef)) {
      throw new NotFoundError(`There is no lab with the id ${id}.`);
    }
  }

  #ownOwner(owner: string | undefined, caller: LabCaller): string | undefined {
    if (owner === undefined) {
      return undefined;
    }
    const ref = normalize(owner);
    if (!caller.ownershipRefs.includes(ref)) {
      throw new NotAllowedError(
        `You cannot own labs as ${ref}: choose one of ${caller.ownershipRefs.join(
          ', ',
        )}.`,
      );
    }
    return ref;
  }
}

/** @throws InputError when it is no entity ref */
function normalize(ref: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(ref)).toLocaleLowerCase('en-US');
  } catch (error) {
    throw new InputError(
      `"${ref.slice(
        0,
        80,
      )}" is not an owner: write an entity ref such as user:default/alice or group:default/team-a.`,
      error,
    );
  }
}
