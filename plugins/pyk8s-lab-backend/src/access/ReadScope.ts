import { labReadPermission } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  NO_LAB,
  type LabFilter,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { type LabCaller, callerEnd } from '../callers/LabCaller';
import type { LabAuthorizer } from './LabAuthorizer';

/** Nothing is shown by a decision that is older, in milliseconds. */
const FRESH_MS = 10_000;
/** A reader without any rights learns of new rights within this time. */
const LOOK_AGAIN_MS = 60_000;

/** What a {@link ReadScope} works with. */
export interface ReadScopeOptions {
  readonly authorizer: Pick<LabAuthorizer, 'labsFor'>;
  /** The caller with the groups that the caller is in now. */
  readonly renewCaller: (caller: LabCaller) => Promise<LabCaller>;
  readonly now?: () => number;
}

/** What one person may read, as it was decided last. */
export class ReadScope {
  /** With whose credentials it is asked; each stream is one. */
  readonly members = new Set<LabCaller>();
  readonly #options: ReadScopeOptions;
  readonly #now: () => number;
  #filter: LabFilter = NO_LAB;
  #version = 0;
  #decidedAt = -Infinity;
  #renewing: Promise<void> | undefined;

  constructor(options: ReadScopeOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  get filter(): LabFilter {
    return this.#filter;
  }

  /** Grows when the filter becomes another. */
  get version(): number {
    return this.#version;
  }

  /** Whether something may be shown by the decision as it is. */
  get isFresh(): boolean {
    return this.#age() < FRESH_MS;
  }

  /** Whether the decision must be checked even if there is nothing to show. */
  get isOld(): boolean {
    return this.#age() >= LOOK_AGAIN_MS;
  }

  /**
   * Asks again what may be read, once for all who wait for it.
   * @throws whatever the permission backend failed with
   */
  renew(): Promise<void> {
    this.#renewing ??= this.#decide().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  /** A clock that was set back must not keep a decision for ever. */
  #age(): number {
    const age = this.#now() - this.#decidedAt;
    return age < 0 ? Infinity : age;
  }

  async #decide(): Promise<void> {
    const { authorizer, renewCaller } = this.#options;
    const caller = await renewCaller(this.#lastToExpire());
    const [filter] = await authorizer.labsFor(
      [labReadPermission] as const,
      caller,
    );
    if (JSON.stringify(filter) !== JSON.stringify(this.#filter)) {
      this.#filter = filter;
      this.#version += 1;
    }
    this.#decidedAt = this.#now();
  }

  #lastToExpire(): LabCaller {
    const expiry = (caller: LabCaller) =>
      callerEnd(caller)?.getTime() ?? Number.MAX_VALUE;
    const [last] = [...this.members].sort(
      (one, other) => expiry(other) - expiry(one),
    );
    if (!last) {
      throw new Error('Nobody reads by these rights any more.');
    }
    return last;
  }
}
