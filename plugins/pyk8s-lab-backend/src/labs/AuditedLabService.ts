import type {
  AuditorService,
  AuditorServiceEventSeverityLevel,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type {
  CreateLabRequest,
  ExecRequest,
  ExecResult,
  Lab,
  LabEventList,
  LabList,
  LabLogSources,
  LabOptions,
  UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { recordable } from '../exec';
import type { LabLogRequest, LogReader } from '../logs';
import type { ExecOptions } from './execInLab';
import type {
  KubeconfigOptions,
  LabCaller,
  LabService,
  ListLabsRequest,
} from './LabService';

/** What an {@link AuditedLabService} works with. */
export interface AuditedLabServiceOptions {
  readonly inner: LabService;
  readonly auditor: AuditorService;
  readonly logger: LoggerService;
}

/** What is being done, for the audit log. It holds no secret. */
interface AuditedAction {
  readonly eventId: string;
  readonly severityLevel: AuditorServiceEventSeverityLevel;
  readonly meta: JsonObject;
}

/**
 * Tells Backstage's auditor of every write and of every kubeconfig that is read:
 * who, what, and whether it was done or refused.
 */
export class AuditedLabService implements LabService {
  readonly #inner: LabService;
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;

  static create(options: AuditedLabServiceOptions): AuditedLabService {
    return new AuditedLabService(options);
  }

  private constructor(options: AuditedLabServiceOptions) {
    this.#inner = options.inner;
    this.#auditor = options.auditor;
    this.#logger = options.logger;
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
    page: { limit: number; cursor?: string },
    caller: LabCaller,
  ): Promise<LabEventList> {
    return this.#inner.activity(id, page, caller);
  }

  async logSources(
    id: string,
    caller: LabCaller,
    options: { signal: AbortSignal },
  ): Promise<LabLogSources> {
    return this.#inner.logSources(id, caller, options);
  }

  async logs(
    id: string,
    request: LabLogRequest,
    caller: LabCaller,
    reader: LogReader,
  ): Promise<void> {
    return this.#inner.logs(id, request, caller, reader);
  }

  async create(
    request: CreateLabRequest,
    caller: LabCaller,
    idempotencyKey?: string,
  ): Promise<Lab> {
    return this.#audited(
      {
        eventId: 'lab-create',
        severityLevel: 'medium',
        meta: {
          name: short(request.name),
          askedOwner: short(request.owner),
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
    return this.#audited(
      {
        eventId: 'lab-update',
        severityLevel: 'medium',
        meta: {
          labId: id,
          fields: Object.keys(request),
          askedOwner: short(request.owner),
        },
      },
      caller,
      () => this.#inner.update(id, request, caller),
      ofLab,
    );
  }

  async delete(id: string, caller: LabCaller): Promise<Lab> {
    return this.#audited(
      { eventId: 'lab-delete', severityLevel: 'high', meta: { labId: id } },
      caller,
      () => this.#inner.delete(id, caller),
      ofLab,
    );
  }

  async pause(id: string, caller: LabCaller): Promise<Lab> {
    return this.#audited(
      { eventId: 'lab-pause', severityLevel: 'medium', meta: { labId: id } },
      caller,
      () => this.#inner.pause(id, caller),
      ofLab,
    );
  }

  async resume(id: string, caller: LabCaller): Promise<Lab> {
    return this.#audited(
      { eventId: 'lab-resume', severityLevel: 'medium', meta: { labId: id } },
      caller,
      () => this.#inner.resume(id, caller),
      ofLab,
    );
  }

  async retry(id: string, caller: LabCaller): Promise<Lab> {
    return this.#audited(
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
    return this.#audited(
      {
        eventId: 'kubeconfig-fetch',
        severityLevel: 'high',
        meta: { labId: id, for: options.for },
      },
      caller,
      () => this.#inner.kubeconfig(id, caller, options),
      // Nothing of what was read: it is a secret.
      () => ({}),
    );
  }

  async exec(
    id: string,
    request: ExecRequest,
    caller: LabCaller,
    options: ExecOptions,
  ): Promise<ExecResult> {
    return this.#audited(
      {
        eventId: 'lab-exec',
        severityLevel: 'high',
        meta: { labId: id, command: recordable(request.command) },
      },
      caller,
      () => this.#inner.exec(id, request, caller, options),
      // Nothing of what was printed: it may hold secrets.
      ({ output: _, error: __, ...end }) => end,
    );
  }

  /**
   * What cannot be recorded is not begun. What was done stays done, even if its
   * end cannot be recorded.
   */
  async #audited<T>(
    action: AuditedAction,
    caller: LabCaller,
    act: () => Promise<T>,
    describe: (result: T) => JsonObject,
  ): Promise<T> {
    const event = await this.#auditor.createEvent({
      ...action,
      // Not every call comes with a request, which the auditor knows actors by.
      meta: { actor: caller.userRef, ...action.meta },
      request: caller.request,
    });
    let result: T;
    try {
      result = await act();
    } catch (error) {
      await this.#record(event.fail({ error: toError(error) }));
      throw error;
    }
    await this.#record(event.success({ meta: describe(result) }));
    return result;
  }

  async #record(recorded: Promise<void>): Promise<void> {
    try {
      await recorded;
    } catch (error) {
      this.#logger.error(
        'An audit event could not be recorded',
        toError(error),
      );
    }
  }
}

/** What was sent has not been checked yet. */
function short(text: string | undefined): string | undefined {
  return text?.slice(0, 100);
}

function ofLab(lab: Lab): JsonObject {
  return { labId: lab.id, name: lab.name, owner: lab.owner };
}
