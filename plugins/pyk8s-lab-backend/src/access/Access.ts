import { isResourcePermission } from '@backstage/plugin-permission-common';
import type { JsonObject } from '@backstage/types';
import { labReadPermission } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers/LabCaller';
import type { CapabilityName } from '../clusters/Cluster';
import type { LabRecord } from '../database';
import { anySignal } from '../throttling/anySignal';
import type { AuditTrail } from './AuditTrail';
import type { LabGate } from './LabGate';
import { OPERATIONS, type Operation, type OperationRule } from './operations';
import { RightsWatch, type Decide, type WatchOptions } from './RightsWatch';

/** What {@link Access} works with. */
export interface AccessOptions {
  readonly gate: LabGate;
  readonly audit: AuditTrail;
  /** @throws NotImplementedError when the provider of a lab lacks a capability */
  readonly assertCan: (lab: LabRecord, capability: CapabilityName) => void;
  /** How the rights to running operations are checked again. */
  readonly watch?: WatchOptions;
}

/** One call of an operation. */
export interface OperationCall<T> {
  readonly caller: LabCaller;
  /** The id of the lab that it is about; without one, all that the caller may read. */
  readonly lab?: string;
  /** Decides in place of the operation's own permission. */
  readonly decide?: Decide;
  /** Ends what is done. */
  readonly signal?: AbortSignal;
  /** What the audit event tells of the request. It holds no secret. */
  readonly meta?: JsonObject;
  /** What the audit event tells of the result; nothing unless given. */
  readonly describe?: (result: T) => JsonObject;
  /** Settles when what was started has ended; rights are asked for again until then. */
  readonly until?: (result: T) => Promise<unknown>;
}

/**
 * The one place that authorizes and audits. What it lets through gets the caller with
 * what was decided, and a signal that aborts when the rights end.
 */
export class Access {
  readonly gate: LabGate;
  readonly #audit: AuditTrail;
  readonly #watch: WatchOptions;
  readonly #assertCan: AccessOptions['assertCan'];

  constructor(options: AccessOptions) {
    this.gate = options.gate;
    this.#audit = options.audit;
    this.#assertCan = options.assertCan;
    this.#watch = options.watch ?? {};
  }

  /**
   * Does what the caller may do, for as long as the caller may, and records it.
   *
   * @throws Error when an operation on one lab is called without it
   * @throws NotFoundError for a lab that the caller may not read, NotAllowedError for
   *   one that the caller may read but not do this with, NotImplementedError when its
   *   provider cannot do this, whatever `act` throws, or what the rights end with
   */
  async run<T>(
    operation: Operation,
    call: OperationCall<T>,
    act: (entitled: LabCaller, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const rule: OperationRule = OPERATIONS[operation];
    if (!rule.audit) {
      return this.#authorized(rule, call, act);
    }
    const { caller, lab, meta, describe } = call;
    return this.#audit.record(
      {
        ...rule.audit,
        meta: { ...(lab === undefined ? {} : { labId: lab }), ...meta },
      },
      caller,
      () => this.#authorized(rule, call, act),
      describe ?? (() => ({})),
    );
  }

  async #authorized<T>(
    rule: OperationRule,
    call: OperationCall<T>,
    act: (entitled: LabCaller, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { caller } = call;
    const decide = call.decide ?? this.#decision(rule, call.lab);
    const { entitled, lab } = await decide(caller);
    if (rule.needs && lab) {
      this.#assertCan(lab, rule.needs);
    }
    if (!rule.watched) {
      return act(entitled, anySignal(call.signal));
    }
    const watch = RightsWatch.start({ ...this.#watch, caller, decide });
    let goesOn: Promise<unknown> | undefined;
    try {
      const result = await act(entitled, anySignal(call.signal, watch.signal));
      goesOn = call.until?.(result);
      if (!goesOn) {
        watch.signal.throwIfAborted();
      }
      return result;
    } finally {
      if (goesOn) {
        goesOn.catch(() => undefined).finally(() => watch.stop());
      } else {
        watch.stop();
      }
    }
  }

  #decision(
    { permission, action = 'use it' }: OperationRule,
    lab: string | undefined,
  ): Decide {
    if (!isResourcePermission(permission)) {
      return caller => this.gate.assertMayCreate(caller);
    }
    const isRead = permission.name === labReadPermission.name;
    if (lab === undefined) {
      if (!isRead) {
        throw new Error(`${permission.name} is decided of one lab: name it.`);
      }
      return async caller => ({ entitled: await this.gate.asReader(caller) });
    }
    return isRead
      ? caller => this.gate.assertReadable(lab, caller)
      : caller => this.gate.assertMay(action, permission, lab, caller);
  }
}
