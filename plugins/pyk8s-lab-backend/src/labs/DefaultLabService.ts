import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  CreateLabRequest,
  Lab,
  LabEventList,
  LabList,
  LabOptions,
  UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers';
import type { LabSettings } from '../config';
import {
  usesQuota,
  type LabChange,
  type LabRecord,
  type LabStore,
} from '../database';
import { userKubeconfig, type KubeconfigVault } from '../kubeconfig';
import type { LabProviders } from '../lifecycle';
import type { ChangeRate } from '../limits';
import { typesOf, type ActivityRequest } from './activity';
import { assertInCatalog } from './assertInCatalog';
import { normalizeComponent } from './components';
import { deleteLab, pauseLab, resumeLab, retryLab, updateLab } from './changes';
import { isKubernetesPlugin } from './kubeconfigRights';
import type { LabCatalog } from './LabCatalog';
import type {
  KubeconfigOptions,
  LabService,
  ListLabsRequest,
} from './LabService';
import { describeOptions } from './options';
import { assertCreateRate, assertOwnerQuota, assertQuota } from './quotas';
import { readCursor } from './readCursor';
import { labAccess } from './labAccess';
import { chooseProvider, newLab, readRequest, readSpec } from './newLab';
import { transferError } from './transfers';
import { labPresenter, toLabEvent, type LabPresenter } from './toLab';

/** The dependencies of a {@link DefaultLabService}. */
export interface DefaultLabServiceOptions {
  readonly store: LabStore;
  readonly providers: LabProviders;
  readonly vault: KubeconfigVault;
  readonly catalog: LabCatalog;
  readonly logger: LoggerService;
  readonly instanceId: string;
  readonly settings: LabSettings;
  readonly changes: ChangeRate;
  /** Called after each change, with the lab that the reconciler is to look at. */
  readonly onChanged: (labId: string) => void;
  readonly now?: () => Date;
}

/**
 * Checks what is asked for and writes what is wanted; the reconciler does the
 * rest. Who may do what is decided around it.
 */
export class DefaultLabService implements LabService {
  readonly #options: DefaultLabServiceOptions;
  readonly #now: () => Date;
  readonly #show: LabPresenter;

  static create(options: DefaultLabServiceOptions): DefaultLabService {
    return new DefaultLabService(options);
  }

  private constructor(options: DefaultLabServiceOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
    this.#show = labPresenter(options.settings, this.#now);
  }

  async options(caller: LabCaller): Promise<LabOptions> {
    return describeOptions(caller, this.#now(), this.#options);
  }

  async create(
    request: CreateLabRequest,
    caller: LabCaller,
    idempotencyKey?: string,
  ): Promise<Lab> {
    const { store, providers, settings, catalog, changes, onChanged } =
      this.#options;
    const asked = readRequest(request, settings);
    const earlier = await this.#earlier(request, caller, idempotencyKey);
    if (earlier) {
      return earlier;
    }
    const provider = chooseProvider(request, await providers.describe());
    const spec = readSpec(request, provider);
    const ownerRef = request.owner ?? caller.userRef;
    changes.count(caller);
    await assertInCatalog(catalog, caller, { ...asked, ownerRef });
    const lab = newLab({
      ...asked,
      spec,
      ownerRef,
      createdBy: caller.userRef,
      provider,
      host: providers.get(provider.id).hosts[0],
      settings,
      now: this.#now(),
    });
    try {
      await store.create(lab, {
        idempotencyKey,
        admit: async counts => {
          await assertCreateRate(
            counts,
            caller.userRef,
            settings,
            lab.createdAt,
          );
          await assertQuota(counts, lab, settings, caller.rights);
        },
        events: [
          {
            type: 'lab.created',
            message: 'The lab was asked for.',
            actorRef: caller.userRef,
          },
        ],
      });
    } catch (error) {
      // The same request, sent twice at once, may have won.
      const winner = await this.#earlier(request, caller, idempotencyKey);
      if (winner) {
        return winner;
      }
      throw error;
    }
    onChanged(lab.id);
    return this.#present(lab);
  }

  async list(request: ListLabsRequest, caller: LabCaller): Promise<LabList> {
    const { store } = this.#options;
    const offset = readCursor(request.cursor);
    const { items, total } = await store.list({
      readable: caller.rights?.readable,
      owners: request.owners,
      statuses: request.statuses,
      provider: request.provider,
      components: request.components?.map(normalizeComponent),
      text: request.text,
      orderBy: request.orderBy ?? { field: 'createdAt', descending: true },
      limit: request.limit,
      offset,
    });
    const queue = items.some(({ status }) => status === 'QUEUED')
      ? await store.queue()
      : [];
    const next = offset + items.length;
    return {
      items: items.map(lab => this.#toLab(lab, queue)),
      totalItems: total,
      pageInfo: next < total ? { nextCursor: String(next) } : {},
    };
  }

  async get(id: string): Promise<Lab> {
    return this.#present(await this.#find(id));
  }

  async update(
    id: string,
    request: UpdateLabRequest,
    caller: LabCaller,
  ): Promise<Lab> {
    const { settings, catalog, changes } = this.#options;
    const { owner } = request;
    const decide = (lab: LabRecord) =>
      updateLab(lab, request, {
        ownerRef: owner,
        actorRef: caller.userRef,
        settings,
        now: this.#now(),
      });
    changes.count(caller);
    const before = await this.#find(id);
    // Not within the change, which would hold its row while the catalog answers.
    await assertInCatalog(catalog, caller, decide(before)?.set ?? {}, before);
    if (owner === undefined || owner === before.ownerRef) {
      return this.#write(id, caller, decide, {});
    }
    try {
      return await this.#write(id, caller, decide, {
        admit: async (counts, lab) => {
          if (usesQuota(lab)) {
            await assertOwnerQuota(
              counts,
              { ...lab, ownerRef: owner },
              settings,
              caller.rights,
            );
          }
        },
      });
    } catch (error) {
      throw transferError(error, owner, caller);
    }
  }

  async delete(id: string, caller: LabCaller): Promise<Lab> {
    return this.#change(id, caller, lab =>
      deleteLab(lab, caller.userRef, this.#now()),
    );
  }

  async pause(id: string, caller: LabCaller): Promise<Lab> {
    return this.#change(id, caller, lab =>
      pauseLab(lab, caller.userRef, this.#now()),
    );
  }

  async resume(id: string, caller: LabCaller): Promise<Lab> {
    return this.#change(id, caller, lab =>
      resumeLab(lab, caller.userRef, this.#now()),
    );
  }

  async retry(id: string, caller: LabCaller): Promise<Lab> {
    const { settings } = this.#options;
    return this.#change(
      id,
      caller,
      lab =>
        retryLab(lab, {
          actorRef: caller.userRef,
          settings,
          now: this.#now(),
        }),
      {
        admit: async (counts, lab) => {
          if (!usesQuota(lab)) {
            await assertQuota(counts, lab, settings, caller.rights);
          }
        },
      },
    );
  }

  async kubeconfig(
    id: string,
    caller: LabCaller,
    options: KubeconfigOptions,
  ): Promise<{ fileName: string; yaml: string }> {
    const { store, onChanged } = this.#options;
    const lab = await this.#find(id);
    if (lab.status !== 'RUNNING') {
      throw new ConflictError(
        `The lab "${lab.name}" has a kubeconfig while it is RUNNING; it is ${
          lab.status
        }.${lab.status === 'PAUSED' ? ' Resume it first.' : ''}`,
      );
    }
    const viewer = options.for === 'viewer';
    // What the portal's own pages ask for is nobody's use of the lab.
    const isPortal = viewer && isKubernetesPlugin(caller);
    if (!isPortal) {
      this.#options.changes.count(caller);
    }
    const name = viewer ? `${lab.name}-viewer` : lab.name;
    const yaml = userKubeconfig(
      await labAccess(lab, options, this.#options),
      name,
    );
    if (isPortal) {
      caller.rights?.assertAllowed?.(lab);
      return { fileName: `${name}.kubeconfig`, yaml };
    }
    // Recorded before it is given out, so that no read goes unrecorded.
    const now = this.#now();
    await store.change(id, now, current => {
      caller.rights?.assertAllowed?.(current);
      return {
        set: { lastActiveAt: now },
        events: [
          {
            type: 'lab.kubeconfig-read',
            message: viewer
              ? 'A read-only kubeconfig was made.'
              : 'The kubeconfig was read.',
            actorRef: caller.userRef,
            data: { for: options.for, reach: options.reach ?? 'people' },
          },
        ],
      };
    });
    onChanged(id);
    return { fileName: `${name}.kubeconfig`, yaml };
  }

  async activity(id: string, page: ActivityRequest): Promise<LabEventList> {
    await this.#find(id);
    const before =
      page.cursor === undefined ? undefined : readCursor(page.cursor);
    const events = await this.#options.store.listEvents(id, {
      limit: page.limit,
      before,
      types: typesOf(page.categories),
    });
    const last = events.at(-1);
    return {
      items: events.map(toLabEvent),
      pageInfo:
        last && events.length === page.limit
          ? { nextCursor: String(last.seq) }
          : {},
    };
  }

  async #change(
    id: string,
    caller: LabCaller,
    decide: (lab: LabRecord) => LabChange | undefined,
    options: Pick<NonNullable<Parameters<LabStore['change']>[3]>, 'admit'> = {},
  ): Promise<Lab> {
    this.#options.changes.count(caller);
    return this.#write(id, caller, decide, options);
  }

  async #write(
    id: string,
    caller: LabCaller,
    decide: (lab: LabRecord) => LabChange | undefined,
    options: Pick<NonNullable<Parameters<LabStore['change']>[3]>, 'admit'> = {},
  ): Promise<Lab> {
    const lab = await this.#options.store.change(
      id,
      this.#now(),
      current => {
        caller.rights?.assertAllowed?.(current);
        return decide(current);
      },
      options,
    );
    this.#options.onChanged(id);
    return this.#present(lab);
  }

  async #find(id: string): Promise<LabRecord> {
    const lab = await this.#options.store.get(id);
    if (!lab) {
      throw new NotFoundError(`There is no lab with the id ${id}.`);
    }
    return lab;
  }

  /** @throws ConflictError when the key was sent with another request */
  async #earlier(
    request: CreateLabRequest,
    caller: LabCaller,
    idempotencyKey: string | undefined,
  ): Promise<Lab | undefined> {
    const lab =
      idempotencyKey &&
      (await this.#options.store.findByIdempotencyKey(
        caller.userRef,
        idempotencyKey,
      ));
    // A name stays, where an owner or a purpose may have changed since.
    if (lab && lab.name !== request.name) {
      throw new ConflictError(
        `This Idempotency-Key was sent with a request for the lab "${lab.name}": use a new key for another lab.`,
      );
    }
    return lab ? this.#present(lab) : undefined;
  }

  async #present(lab: LabRecord): Promise<Lab> {
    return this.#toLab(
      lab,
      lab.status === 'QUEUED' ? await this.#options.store.queue() : [],
    );
  }

  #toLab(lab: LabRecord, queue: readonly string[]): Lab {
    const index = queue.indexOf(lab.id);
    return this.#show(lab, index < 0 ? undefined : index + 1);
  }
}
