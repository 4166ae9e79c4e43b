import type {
  AuditorService,
  AuditorServiceEvent,
  AuditorServiceEventSeverityLevel,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers/LabCaller';
import type { JsonObject } from '@backstage/types';

/** What is being done, for the audit log. It holds no secret. */
export interface AuditedAction {
  readonly eventId: string;
  readonly severityLevel: AuditorServiceEventSeverityLevel;
  readonly meta: JsonObject;
}

/** Tells Backstage's auditor who did what, and whether it was done or refused. */
export class AuditTrail {
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;

  constructor(options: { auditor: AuditorService; logger: LoggerService }) {
    this.#auditor = options.auditor;
    this.#logger = options.logger;
  }

  /**
   * What cannot be recorded is not started. What was done stays done, even if its
   * end cannot be recorded.
   */
  async record<T>(
    action: AuditedAction,
    caller: LabCaller,
    act: () => Promise<T>,
    describe: (result: T) => JsonObject,
  ): Promise<T> {
    const event = await this.#begin(action, caller);
    let result: T;
    try {
      result = await act();
    } catch (error) {
      await this.#end(event.fail({ error: toError(error) }));
      throw error;
    }
    await this.#end(event.success({ meta: describe(result) }));
    return result;
  }

  /** Records what has happened already: a refusal, or what came of it. */
  async recordOutcome(
    action: AuditedAction,
    caller: LabCaller,
    outcome: { error: unknown } | { meta: JsonObject },
  ): Promise<void> {
    const event = await this.#begin(action, caller);
    await this.#end(
      'error' in outcome
        ? event.fail({ error: toError(outcome.error) })
        : event.success(outcome),
    );
  }

  #begin(
    action: AuditedAction,
    caller: LabCaller,
  ): Promise<AuditorServiceEvent> {
    return this.#auditor.createEvent({
      ...action,
      // Not every call comes with a request, which the auditor knows actors by.
      meta: { actor: caller.userRef, ...action.meta },
      request: caller.request,
    });
  }

  async #end(recorded: Promise<void>): Promise<void> {
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

const MAX = 100;

/** What was sent has not been checked yet, and may be as long as it likes. */
export function shortened(text: string | undefined): string | undefined {
  return text?.slice(0, MAX);
}

/** What an audit event says of the lab that an operation returned. */
export function ofLab(lab: Lab): JsonObject {
  return { labId: lab.id, name: lab.name, owner: lab.owner };
}
