import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  labCreatePermission,
  labDeletePermission,
  labExecPermission,
  labKubeconfigPermission,
  labLogsPermission,
  labReadPermission,
  labUpdatePermission,
  type CreateLabRequest,
  type ExecRequest,
  type ExecResult,
  type Lab,
  type LabEventList,
  type LabList,
  type LabLogSources,
  type LabOptions,
  type UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  matchesLab,
  type LabFilter,
  type LabResource,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabRecord, LabStore } from '../database';
import type { LabAuthorizer, LabResourcePermission } from '../permissions';
import type { LabLogRequest, LogReader } from '../logs';
import type { ExecOptions } from './execInLab';
import type {
  KubeconfigOptions,
  LabCaller,
  LabService,
  ListLabsRequest,
} from './LabService';
import { assertPersonOrGroup, normalizeOwner } from './owners';
import { RightsWatch, type Decide, type WatchOptions } from './RightsWatch';

/** What an {@link AuthorizedLabService} works with. */
export interface AuthorizedLabServiceOptions {
  readonly inner: LabService;
  readonly store: LabStore;
  readonly authorizer: LabAuthorizer;
  /** How the rights to what goes on are asked again. */
  readonly watch?: WatchOptions;
}

/**
 * Lets a caller see and touch only what the portal's permission policy allows.
 * A lab that the caller may not read is not found, as if it did not exist.
 */
export class AuthorizedLabService implements LabService {
  readonly #inner: LabService;
  readonly #store: LabStore;
  readonly #authorizer: LabAuthorizer;
  readonly #watchOptions: WatchOptions;

  static create(options: AuthorizedLabServiceOptions): AuthorizedLabService {
    return new AuthorizedLabService(options);
  }

  private constructor(options: AuthorizedLabServiceOptions) {
    this.#inner = options.inner;
    this.#store = options.store;
    this.#authorizer = options.authorizer;
    this.#watchOptions = options.watch ?? {};
  }

  async options(caller: LabCaller): Promise<LabOptions> {
    return this.#inner.options(await this.#asReader(caller));
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
      const [updatable] = await this.#labsFor([labUpdatePermission], caller);
      // Its provider is chosen later; the answer must not depend on it.
      assertMayGive(owner, caller, updatable, [
        { ownerRef: owner, status: 'QUEUED', simulated: false },
        { ownerRef: owner, status: 'QUEUED', simulated: true },
      ]);
    }
    await this.#assertEarlierIsReadable(caller, idempotencyKey);
    return this.#inner.create(
      { ...request, owner },
      await this.#asReader(caller),
      idempotencyKey,
    );
  }

  async list(request: ListLabsRequest, caller: LabCaller): Promise<LabList> {
    return this.#inner.list(
      { ...request, owners: request.owners?.map(normalizeOwner) },
      await this.#asReader(caller),
    );
  }

  async get(id: string, caller: LabCaller): Promise<Lab> {
    await this.#assertReadable(id, caller);
    return this.#inner.get(id, caller);
  }

  async update(
    id: string,
    request: UpdateLabRequest,
    caller: LabCaller,
  ): Promise<Lab> {
    const { lab, allowed, entitled } = await this.#assertMay(
      'change it',
      labUpdatePermission,
      id,
      caller,
    );
    const owner = readOwner(request);
    if (
      owner &&
      owner !== lab.ownerRef &&
      !caller.ownershipRefs.includes(owner)
    ) {
      assertMayGive(owner, caller, allowed, [{ ...lab, ownerRef: owner }]);
    }
    return this.#inner.update(id, { ...request, owner }, entitled);
  }

  async delete(id: string, caller: LabCaller): Promise<Lab> {
    const { entitled } = await this.#assertMay(
      'delete it',
      labDeletePermission,
      id,
      caller,
    );
    return this.#inner.delete(id, entitled);
  }

  async pause(id: string, caller: LabCaller): Promise<Lab> {
    const { entitled } = await this.#assertMay(
      'pause it',
      labUpdatePermission,
      id,
      caller,
    );
    return this.#inner.pause(id, entitled);
  }

  async resume(id: string, caller: LabCaller): Promise<Lab> {
    const { entitled } = await this.#assertMay(
      'resume it',
      labUpdatePermission,
      id,
      caller,
    );
    return this.#inner.resume(id, entitled);
  }

  async retry(id: string, caller: LabCaller): Promise<Lab> {
    const { entitled } = await this.#assertMay(
      'make it anew',
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
    const { entitled } = await this.#assertMay(
      'read its kubeconfig',
      labKubeconfigPermission,
      id,
      caller,
    );
    return this.#inner.kubeconfig(id, entitled, options);
  }

  async exec(
    id: string,
    request: ExecRequest,
    caller: LabCaller,
    options: ExecOptions,
  ): Promise<ExecResult> {
    return this.#whileAllowed(
      asker =>
        this.#assertMay('run commands in it', labExecPermission, id, asker),
      caller,
      options.signal,
      (entitled, signal) =>
        this.#inner.exec(id, request, entitled, { ...options, signal }),
    );
  }

  async logSources(
    id: string,
    caller: LabCaller,
    options: { signal: AbortSignal },
  ): Promise<LabLogSources> {
    const { entitled } = await this.#assertMay(
      'read its logs',
      labLogsPermission,
      id,
      caller,
    );
    return this.#inner.logSources(id, entitled, options);
  }

  async logs(
    id: string,
    request: LabLogRequest,
    caller: LabCaller,
    reader: LogReader,
  ): Promise<void> {
    return this.#whileAllowed(
      asker => this.#assertMay('read its logs', labLogsPermission, id, asker),
      caller,
      reader.signal,
      (entitled, signal) =>
        this.#inner.logs(id, request, entitled, { ...reader, signal }),
    );
  }

  async activity(
    id: string,
    page: { limit: number; cursor?: string },
    caller: LabCaller,
  ): Promise<LabEventList> {
    await this.#assertReadable(id, caller);
    return this.#inner.activity(id, page, caller);
  }

  async #assertReadable(id: string, caller: LabCaller): Promise<void> {
    const [readable] = await this.#labsFor([labReadPermission], caller);
    assertReadable(await this.#store.get(id), readable, id);
  }

  /**
   * Does what may take long, and ends it soon after the rights to it are gone.
   * @throws what the rights end with
   */
  async #whileAllowed<T>(
    decide: Decide,
    caller: LabCaller,
    signal: AbortSignal,
    act: (entitled: LabCaller, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { entitled } = await decide(caller);
    const watch = RightsWatch.start({
      ...this.#watchOptions,
      caller,
      decide,
    });
    try {
      const result = await act(
        entitled,
        AbortSignal.any([signal, watch.signal]),
      );
      watch.signal.throwIfAborted();
      return result;
    } finally {
      watch.stop();
    }
  }

  async #asReader(caller: LabCaller): Promise<LabCaller> {
    const [readable] = await this.#labsFor([labReadPermission], caller);
    return { ...caller, rights: { readable } };
  }

  /**
   * @param action - what the caller wants, in words
   * @returns the lab, the labs that the caller may do this with, and the caller
   *   with what was decided
   * @throws NotFoundError or NotAllowedError
   */
  async #assertMay(
    action: string,
    permission: LabResourcePermission,
    id: string,
    caller: LabCaller,
  ): Promise<{ lab: LabRecord; allowed: LabFilter; entitled: LabCaller }> {
    const [readable, allowed] = await this.#labsFor(
      [labReadPermission, permission],
      caller,
    );
    const assertAllowed = (found: LabRecord | undefined) => {
      const lab = assertReadable(found, readable, id);
      if (!matchesLab(allowed, lab)) {
        throw new NotAllowedError(
          `You may see the lab "${lab.name}" but not ${action}: this needs the permission ${permission.name}. Ask ${lab.ownerRef}, who owns it, or those who run the portal.`,
        );
      }
      return lab;
    };
    const lab = assertAllowed(await this.#store.get(id));
    return {
      lab,
      allowed,
      entitled: { ...caller, rights: { readable, assertAllowed } },
    };
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
    const [readable] = await this.#labsFor([labReadPermission], caller);
    if (!matchesLab(readable, earlier)) {
      throw new ConflictError(
        'The lab that was asked for with this Idempotency-Key is no longer yours to see: use a new key for a new lab.',
      );
    }
  }

  #labsFor<T extends readonly LabResourcePermission[]>(
    permissions: readonly [...T],
    caller: LabCaller,
  ) {
    return this.#authorizer.labsFor(permissions, caller);
  }
}

/** @throws InputError when there is one that is no entity ref */
function readOwner({ owner }: { owner?: string }): string | undefined {
  return owner === undefined ? undefined : normalizeOwner(owner);
}

/** @throws NotFoundError when the lab is none that a caller may read */
function assertReadable(
  lab: LabRecord | undefined,
  readable: LabFilter,
  id: string,
): LabRecord {
  if (!lab || !matchesLab(readable, lab)) {
    throw new NotFoundError(`There is no lab with the id ${id}.`);
  }
  return lab;
}

/**
 * Whoever may change a lab of some owner may give that owner labs.
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
