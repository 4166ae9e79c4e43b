import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  CreateLabRequest,
  Lab,
  LabEventList,
  LabList,
  LabOptions,
  UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ofLab, shortened } from '../access/AuditTrail';
import type { Access } from '../access/Access';
import type { Operation } from '../access/operations';
import type { LabCaller } from '../callers/LabCaller';
import type { Clusters } from '../clusters/Clusters';
import type { LabProviders } from '../clusters/LabProviders';
import type { LabSettings } from '../config/LabSettings';
import {
  findLab,
  type LabChange,
  type LabRecord,
  type LabStore,
} from '../database';
import type { KubeconfigVault } from '../kubeconfig/KubeconfigVault';
import type { ChangeRate } from '../throttling/ChangeRate';
import { readActivity, type ActivityRequest } from './activity';
import { changeLab } from './changeLab';
import { createLab } from './createLab';
import { decideCreate } from './createRights';
import { giveKubeconfig } from '../kubeconfig/giveKubeconfig';
import { decideKubeconfig } from '../kubeconfig/kubeconfigRights';
import type { KubeconfigOptions } from '../kubeconfig/labAccess';
import type { LabCatalog } from './LabCatalog';
import { deleteLab, pauseLab, resumeLab, retryLab } from '../lifecycle';
import { LabViews } from './LabViews';
import { listLabs, type ListLabsRequest } from './listLabs';
import { describeOptions } from './options';
import { admitUnlessCounted } from './quotas';
import { writeChange, type AdmitChange } from './writeChange';

/** The dependencies of a {@link LabService}. */
export interface LabServiceOptions {
  readonly access: Access;
  readonly store: LabStore;
  readonly providers: LabProviders;
  readonly vault: KubeconfigVault;
  readonly catalog: LabCatalog;
  readonly logger: LoggerService;
  readonly clusters: Clusters;
  readonly settings: LabSettings;
  readonly changes: ChangeRate;
  /** Called after each change, with the lab that the reconciler is to look at. */
  readonly onChanged: (labId: string) => void;
  readonly now: () => Date;
}

/**
 * What people do with labs: checks requests and writes what is wanted; the reconciler
 * does the rest. A lab that the caller may not read is not found, as if it did not
 * exist.
 */
export class LabService {
  readonly #services: LabServiceOptions;
  readonly #views: LabViews;

  constructor(options: LabServiceOptions) {
    this.#services = options;
    this.#views = LabViews.create(this.#services);
  }

  /** What the caller may ask for. */
  async options(caller: LabCaller): Promise<LabOptions> {
    const { access, now } = this.#services;
    return access.run('getOptions', { caller }, reader =>
      describeOptions(reader, now(), this.#services),
    );
  }

  /**
   * @throws InputError, NotAllowedError (the owner is not the caller's),
   *   ConflictError (the owner has a lab of that name) or an error of status 429
   */
  async create(
    request: CreateLabRequest,
    caller: LabCaller,
    idempotencyKey?: string,
  ): Promise<Lab> {
    const { access, store } = this.#services;
    return access.run(
      'createLab',
      {
        caller,
        decide: decideCreate(request, idempotencyKey, {
          gate: access.gate,
          store,
        }),
        meta: {
          name: shortened(request.name),
          askedOwner: shortened(request.owner),
        },
        describe: ofLab,
      },
      async entitled =>
        this.#views.one(
          await createLab(request, entitled, idempotencyKey, this.#services),
        ),
    );
  }

  async list(request: ListLabsRequest, caller: LabCaller): Promise<LabList> {
    const { access, store } = this.#services;
    return access.run('listLabs', { caller }, reader =>
      listLabs(request, reader, { store, views: this.#views }),
    );
  }

  /** @throws NotFoundError */
  async get(id: string, caller: LabCaller): Promise<Lab> {
    return this.#services.access.run('getLab', { caller, lab: id }, async () =>
      this.#views.one(await findLab(id, this.#services.store)),
    );
  }

  /** @throws NotFoundError, InputError, NotAllowedError or ConflictError */
  async update(
    id: string,
    request: UpdateLabRequest,
    caller: LabCaller,
  ): Promise<Lab> {
    return this.#services.access.run(
      'updateLab',
      {
        caller,
        lab: id,
        meta: {
          fields: Object.keys(request),
          askedOwner: shortened(request.owner),
        },
        describe: ofLab,
      },
      async entitled =>
        this.#views.one(await changeLab(id, request, entitled, this.#services)),
    );
  }

  /** Asks for the deletion of a lab; again is no error. @throws NotFoundError */
  async delete(id: string, caller: LabCaller): Promise<Lab> {
    return this.#change('deleteLab', id, caller, lab =>
      deleteLab(lab, caller.userRef, this.#services.now()),
    );
  }

  /**
   * Stops the nodes of a lab; again is no error.
   * @throws NotFoundError, or ConflictError when the lab is not RUNNING
   */
  async pause(id: string, caller: LabCaller): Promise<Lab> {
    return this.#change('pauseLab', id, caller, lab =>
      pauseLab(lab, caller.userRef, this.#services.now()),
    );
  }

  /**
   * Starts the nodes of a lab; again is no error.
   * @throws NotFoundError, or ConflictError when the lab is not PAUSED
   */
  async resume(id: string, caller: LabCaller): Promise<Lab> {
    return this.#change('resumeLab', id, caller, lab =>
      resumeLab(lab, caller.userRef, this.#services.now()),
    );
  }

  /** @throws NotFoundError, or ConflictError when the lab is not in ERROR */
  async retry(id: string, caller: LabCaller): Promise<Lab> {
    const { settings, now } = this.#services;
    return this.#change(
      'retryLab',
      id,
      caller,
      lab => retryLab(lab, { actorRef: caller.userRef, settings, now: now() }),
      ({ rights }) => admitUnlessCounted(settings, rights),
    );
  }

  /** @throws NotFoundError, or ConflictError until the lab is RUNNING */
  async kubeconfig(
    id: string,
    caller: LabCaller,
    options: KubeconfigOptions,
  ): Promise<{ fileName: string; yaml: string }> {
    const { access } = this.#services;
    return access.run(
      'getKubeconfig',
      {
        caller,
        lab: id,
        decide: decideKubeconfig(id, options, access.gate),
        // Nothing of what is read: it is a secret.
        meta: { for: options.for, reach: options.reach ?? 'people' },
      },
      async entitled =>
        giveKubeconfig(
          await findLab(id, this.#services.store),
          entitled,
          options,
          this.#services,
        ),
    );
  }

  /** @throws NotFoundError */
  async activity(
    id: string,
    page: ActivityRequest,
    caller: LabCaller,
  ): Promise<LabEventList> {
    const { access, store } = this.#services;
    return access.run('getLabActivity', { caller, lab: id }, () =>
      readActivity(id, page, store),
    );
  }

  async #change(
    operation: Operation,
    id: string,
    caller: LabCaller,
    decide: (lab: LabRecord) => LabChange | undefined,
    admit: (entitled: LabCaller) => AdmitChange = () => undefined,
  ): Promise<Lab> {
    const { access, changes } = this.#services;
    return access.run(
      operation,
      { caller, lab: id, describe: ofLab },
      async entitled => {
        changes.count(entitled);
        return this.#views.one(
          await writeChange(
            id,
            entitled,
            decide,
            this.#services,
            admit(entitled),
          ),
        );
      },
    );
  }
}
