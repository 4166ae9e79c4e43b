import type { LabCaller } from '../callers/LabCaller';
import { ReadScope, type ReadScopeOptions } from './ReadScope';

/**
 * What people with an open stream may read. All streams of one person share one
 * scope, so that a hundred open pages are one question to the policy.
 */
export class ReadScopes {
  readonly #options: ReadScopeOptions;
  readonly #scopes = new Map<string, ReadScope>();

  constructor(options: ReadScopeOptions) {
    this.#options = options;
  }

  /** How many people there are. */
  get size(): number {
    return this.#scopes.size;
  }

  /**
   * The scope of a caller, for as long as the caller has a stream.
   * @returns the scope, fresh, and what leaves it again
   * @throws whatever the permission backend failed with
   */
  async join(
    caller: LabCaller,
  ): Promise<{ scope: ReadScope; leave: () => void }> {
    const key = JSON.stringify([
      // What a service may read goes by its token's restrictions, too.
      caller.isService && caller.credentials.principal,
      caller.userRef,
      ...[...caller.ownershipRefs].sort(),
    ]);
    const scope = this.#scopes.get(key) ?? new ReadScope(this.#options);
    this.#scopes.set(key, scope);
    scope.members.add(caller);
    const leave = () => {
      scope.members.delete(caller);
      if (scope.members.size === 0 && this.#scopes.get(key) === scope) {
        this.#scopes.delete(key);
      }
    };
    try {
      if (!scope.isFresh) {
        await scope.renew();
      }
    } catch (error) {
      leave();
      throw error;
    }
    return { scope, leave };
  }
}
