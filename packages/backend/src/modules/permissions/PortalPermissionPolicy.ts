import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  isPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { isLabPermission } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** What the catalog's entities of labs have, and no others. */
const LAB_ANNOTATION = 'pyk8s-lab.io/lab-id';

/** What a {@link PortalPermissionPolicy} works with. */
export interface PortalPermissionPolicyOptions {
  readonly labs: PermissionPolicy;
  /** The entity refs of those who may see every lab. */
  readonly admins: readonly string[];
}

/**
 * Who may do what in the portal: with labs what their own policy says, in the catalog
 * too, and everything else.
 */
export class PortalPermissionPolicy implements PermissionPolicy {
  readonly #options: PortalPermissionPolicyOptions;

  static create(
    options: PortalPermissionPolicyOptions,
  ): PortalPermissionPolicy {
    return new PortalPermissionPolicy(options);
  }

  private constructor(options: PortalPermissionPolicyOptions) {
    this.#options = options;
  }

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const { permission } = request;
    if (isLabPermission(permission)) {
      return this.#options.labs.handle(request, user);
    }
    const claims = user?.info.ownershipEntityRefs ?? [];
    if (
      !isPermission(permission, catalogEntityReadPermission) ||
      claims.some(ref => this.#options.admins.includes(ref))
    ) {
      return { result: AuthorizeResult.ALLOW };
    }
    // A lab is its owner's in the catalog as well.
    return createCatalogConditionalDecision(permission, {
      anyOf: [
        {
          not: catalogConditions.hasAnnotation({ annotation: LAB_ANNOTATION }),
        },
        catalogConditions.isEntityOwner({ claims }),
      ],
    });
  }
}
