import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  labCreatePermission,
  labReadPermission,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  matchesLab,
  type LabFilter,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabCaller, LabRights } from '../callers/LabCaller';
import type { LabRecord, LabStore } from '../database';
import type { LabAuthorizer, LabResourcePermission } from './LabAuthorizer';

type Authorizer = Pick<LabAuthorizer, 'labsFor' | 'mayCreate'>;

/** What was decided of one lab. */
export interface LabDecision {
  readonly lab: LabRecord;
  /** The labs that the caller may do this with. */
  readonly allowed: LabFilter;
  /** The caller, with what was decided. */
  readonly entitled: LabCaller;
}

/**
 * Lets callers through to the labs that the portal's permission policy allows. A lab
 * that a caller may not read is not found, as if it did not exist.
 */
export class LabGate {
  readonly #store: Pick<LabStore, 'get'>;
  readonly #authorizer: Authorizer;

  constructor(options: {
    store: Pick<LabStore, 'get'>;
    authorizer: Authorizer;
  }) {
    this.#store = options.store;
    this.#authorizer = options.authorizer;
  }

  /** @throws NotFoundError */
  async assertReadable(
    id: string,
    caller: LabCaller,
  ): Promise<{ entitled: LabCaller; lab: LabRecord }> {
    const entitled = await this.asReader(caller);
    const found = await this.#store.get(id);
    const lab = assertReadable(found, entitled.rights.readable, id);
    return { entitled, lab };
  }

  /** @throws NotAllowedError */
  async assertMayCreate(caller: LabCaller): Promise<{ entitled: LabCaller }> {
    if (!(await this.#authorizer.mayCreate(caller))) {
      throw new NotAllowedError(
        `You may not create labs: this needs the permission ${labCreatePermission.name}. Ask those who run the portal.`,
      );
    }
    return { entitled: await this.asReader(caller) };
  }

  /** The caller, with the labs that answers may show. */
  async asReader(
    caller: LabCaller,
  ): Promise<LabCaller & { readonly rights: LabRights }> {
    const [readable] = await this.labsFor([labReadPermission], caller);
    return { ...caller, rights: { readable } };
  }

  /**
   * @param action - what the caller wants, for the message
   * @throws NotFoundError or NotAllowedError
   */
  async assertMay(
    action: string,
    permission: LabResourcePermission,
    id: string,
    caller: LabCaller,
  ): Promise<LabDecision> {
    const [readable, allowed] = await this.labsFor(
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

  labsFor<T extends readonly LabResourcePermission[]>(
    permissions: readonly [...T],
    caller: LabCaller,
  ) {
    return this.#authorizer.labsFor(permissions, caller);
  }
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
