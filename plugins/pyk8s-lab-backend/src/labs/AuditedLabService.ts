import type { JsonObject } from '@backstage/types';
import type {
  CreateLabRequest,
  Lab,
  LabEventList,
  LabList,
  LabOptions,
  UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers';
import { shortened, type AuditTrail } from '../audit';
import type { ActivityRequest } from './activity';
import type {
  KubeconfigOptions,
  LabService,
  ListLabsRequest,
} from './LabService';

/** What an {@link AuditedLabService} works with. */
export interface AuditedLabServiceOptions {
  readonly inner: LabService;
  readonly audit: AuditTrail;
}

/**
 * Tells Backstage's auditor of every write and of every kubeconfig that is read:
 * who, what, and whether it was done or refused.
 */
export class AuditedLabService implements LabService {
  readonly #inner: LabService;
  readonly #audit: AuditTrail;

  static create(options: AuditedLabServiceOptions): AuditedLabService {
    return new AuditedLabService(options);
  }

  private constructor(options: AuditedLabServiceOptions) {
    this.#inner = options.inner;
    this.#audit = options.audit;
  }

  async options(caller: LabCaller): Promise<LabOptions> {
    return this.#inner.options(caller);
  }

  async list(request: ListLabsRequest, caller: LabCaller): Promise<LabList> {
    return this.#inner.list(request, caller);
  }

  async get(id: string, caller: LabCaller): Promise<Lab> {
    return this.#inner.get(id, caller);
  }

  async activity(
    id: string,
    page: ActivityRequest,
    caller: LabCaller,
  ): Promise<LabEventList> {
    return this.#inner.activity(id, page, caller);
  }

  async create(
    request: CreateLabRequest,
    caller: LabCaller,
    idempotencyKey?: string,
  ): Promise<Lab> {
    return this.#audit.record(
      {
        eventId: 'lab-create',
        severityLevel: 'medium',
        meta: {
          name: shortened(request.name),
          askedOwner: shortened(request.owner),
        },
      },
      caller,
      () => this.#inner.create(request, caller, idempotencyKey),
      ofLab,
    );
  }

  async update(
    id: string,
    request: UpdateLabRequest,
    caller: LabCaller,
  ): Promise<Lab> {
    return this.#audit.record(
      {
        eventId: 'lab-update',
        severityLevel: 'medium',
        meta: {
          labId: id,
          fields: Object.keys(request),
          askedOwner: shortened(request.owner),
        },
      },
      caller,
      () => this.#inner.update(id, request, caller),
      ofLab,
    );
  }

  async delete(id: string, caller: LabCaller): Promise<Lab> {
    return this.#audit.record(
      { eventId: 'lab-delete', severityLevel: 'high', meta: { labId: id } },
      caller,
      () => this.#inner.delete(id, caller),
      ofLab,
    );
  }

  async pause(id: string, caller: LabCaller): Promise<Lab> {
    return this.#audit.record(
      { eventId: 'lab-pause', severityLevel: 'medium', meta: { labId: id } },
      caller,
      () => this.#inner.pause(id, caller),
      ofLab,
    );
  }

  async resume(id: string, caller: LabCaller): Promise<Lab> {
    return this.#audit.record(
      { eventId: 'lab-resume', severityLevel: 'medium', meta: { labId: id } },
      caller,
      () => this.#inner.resume(id, caller),
      ofLab,
    );
  }

  async retry(id: string, caller: LabCaller): Promise<Lab> {
    return this.#audit.record(
      { eventId: 'lab-retry', severityLevel: 'medium', meta: { labId: id } },
      caller,
      () => this.#inner.retry(id, caller),
      ofLab,
    );
  }

  async kubeconfig(
    id: string,
    caller: LabCaller,
    options: KubeconfigOptions,
  ): Promise<{ fileName: string; yaml: string }> {
    return this.#audit.record(
      {
        eventId: 'kubeconfig-fetch',
        severityLevel: 'high',
        meta: { labId: id, for: options.for, reach: options.reach ?? 'people' },
      },
      caller,
      () => this.#inner.kubeconfig(id, caller, options),
      // Nothing of what was read: it is a secret.
      () => ({}),
    );
  }
}

function ofLab(lab: Lab): JsonObject {
  return { labId: lab.id, name: lab.name, owner: lab.owner };
}
