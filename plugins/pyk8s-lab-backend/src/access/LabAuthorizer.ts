import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionTransformer,
  type ConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  labCreatePermission,
  labReadPermission,
  type RESOURCE_TYPE_LAB,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabCaller } from '../callers/LabCaller';
import {
  decideLabPermission,
  EVERY_LAB,
  labPermissionResourceRef,
  NO_LAB,
  type LabFilter,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** A permission that is about one lab. */
export type LabResourcePermission = ResourcePermission<
  typeof RESOURCE_TYPE_LAB
>;

const NO = { result: AuthorizeResult.DENY } as const;

/** What a {@link LabAuthorizer} works with. */
export interface LabAuthorizerOptions {
  readonly permissions: PermissionsService;
  readonly permissionsRegistry: Pick<
    PermissionsRegistryService,
    'getPermissionRuleset'
  >;
  /** Whether the portal has `permission.enabled`. */
  readonly enabled: boolean;
  /** Entity refs of `pyk8sLab.admins`. */
  readonly admins: readonly string[];
}

/**
 * Asks the portal's permission policy. Where permissions are not enabled,
 * Backstage allows everything to everybody; labs go by the policy that comes
 * with the plugin then, and so do those of services from outside. An answer that
 * cannot be had is an error, never a yes.
 */
export class LabAuthorizer {
  readonly #permissions: PermissionsService;
  readonly #enabled: boolean;
  readonly #admins: readonly string[];
  readonly #toFilter: ConditionTransformer<LabFilter>;

  constructor(options: LabAuthorizerOptions) {
    this.#permissions = options.permissions;
    this.#enabled = options.enabled;
    this.#admins = options.admins;
    this.#toFilter = createConditionTransformer(
      options.permissionsRegistry.getPermissionRuleset(
        labPermissionResourceRef,
      ),
    );
  }

  /** Whether the caller may create labs. */
  async mayCreate(caller: LabCaller): Promise<boolean> {
    if (caller.isPlugin) {
      return false;
    }
    const permission = labCreatePermission;
    const [decision] = await this.#decide([permission], caller, options =>
      this.#permissions.authorize([{ permission }], options),
    );
    return decision?.result === AuthorizeResult.ALLOW;
  }

  /** For each permission, the labs on which the caller has it. */
  async labsFor<T extends readonly LabResourcePermission[]>(
    permissions: T,
    caller: LabCaller,
  ): Promise<{ [K in keyof T]: LabFilter }> {
    if (caller.isPlugin) {
      return permissions.map(({ name }) =>
        name === labReadPermission.name ? EVERY_LAB : NO_LAB,
      ) as { [K in keyof T]: LabFilter };
    }
    const decisions = await this.#decide(permissions, caller, options =>
      this.#permissions.authorizeConditional(
        permissions.map(permission => ({ permission })),
        options,
      ),
    );
    // Mapped over what was asked, so that no answer is a no.
    return permissions.map((_, index) => this.#read(decisions[index])) as {
      [K in keyof T]: LabFilter;
    };
  }

  async #decide(
    permissions: readonly Permission[],
    caller: LabCaller,
    askPortal: (options: {
      credentials: BackstageCredentials;
    }) => Promise<PolicyDecision[]>,
  ): Promise<PolicyDecision[]> {
    const { credentials, isService } = caller;
    if (this.#enabled && !isService) {
      return askPortal({ credentials });
    }
    const own = permissions.map(permission =>
      decideLabPermission(permission, caller.ownershipRefs, this.#admins),
    );
    if (!isService) {
      return own;
    }
    // No policy is asked of services: Backstage allows them whatever their token
    // is not restricted from, on whosever labs.
    const byToken = await askPortal({ credentials });
    return own.map((decision, index) =>
      byToken[index]?.result === AuthorizeResult.ALLOW ? decision : NO,
    );
  }

  #read(decision: PolicyDecision | undefined): LabFilter {
    switch (decision?.result) {
      case AuthorizeResult.ALLOW:
        return EVERY_LAB;
      case AuthorizeResult.CONDITIONAL:
        return this.#toFilter(decision.conditions);
      default:
        return NO_LAB;
    }
  }
}
