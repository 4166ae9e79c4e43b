import type { UserInfoService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isResourcePermission,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createConditionExports,
  type PermissionPolicy,
  type PolicyQuery,
  type PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  labCreatePermission,
  RESOURCE_TYPE_LAB,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { labPermissionResourceRef, labRules } from './labRules';

const { conditions, createConditionalDecision } = createConditionExports({
  resourceRef: labPermissionResourceRef,
  rules: labRules,
});

/**
 * The conditions that a permission policy can put on labs: `isOwner`,
 * `hasStatus` and `isSimulated`.
 * @public
 */
export const labConditions = conditions;

/**
 * Makes the conditional decision of a permission policy about labs.
 * @public
 */
export const createLabConditionalDecision = createConditionalDecision;

/**
 * True for a permission of this plugin.
 * @public
 */
export function isLabPermission(permission: Permission): boolean {
  return permission.name.startsWith('pyk8s-lab.');
}

/**
 * Who may do what with labs, unless a portal decides otherwise: owners, in
 * person or by a group, everything with their labs; administrators everything
 * with every lab; signed-in users may create labs. All other callers may do nothing.
 *
 * @param ownershipRefs - what the caller owns things as; undefined where nobody
 *   is signed in
 * @param admins - entity refs of administrators, in lower case
 * @public
 */
export function decideLabPermission(
  permission: Permission,
  ownershipRefs: readonly string[] | undefined,
  admins: readonly string[],
): PolicyDecision {
  if (!ownershipRefs || !isLabPermission(permission)) {
    return { result: AuthorizeResult.DENY };
  }
  if (ownershipRefs.some(ref => admins.includes(ref))) {
    return { result: AuthorizeResult.ALLOW };
  }
  if (isResourcePermission(permission, RESOURCE_TYPE_LAB)) {
    return createLabConditionalDecision(
      permission,
      labConditions.isOwner({ claims: [...ownershipRefs] }),
    );
  }
  return {
    result:
      permission.name === labCreatePermission.name
        ? AuthorizeResult.ALLOW
        : AuthorizeResult.DENY,
  };
}

/**
 * {@link decideLabPermission} as a policy, for the permission policy of a
 * portal to ask. It denies what is no permission of this plugin.
 * @public
 */
export class LabPermissionPolicy implements PermissionPolicy {
  readonly #admins: readonly string[];
  readonly #userInfo: UserInfoService;

  /**
   * @param options - admins: entity refs of administrators, as
   *   {@link readLabAdmins} reads them
   */
  static create(options: {
    admins: readonly string[];
    userInfo: UserInfoService;
  }): LabPermissionPolicy {
    return new LabPermissionPolicy(options);
  }

  private constructor(options: {
    admins: readonly string[];
    userInfo: UserInfoService;
  }) {
    this.#admins = options.admins;
    this.#userInfo = options.userInfo;
  }

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    return decideLabPermission(
      request.permission,
      user && (await labClaims(user, this.#userInfo)),
      this.#admins,
    );
  }
}

/**
 * As whom somebody owns labs: themselves, and their groups, as owners and
 * administrators are written, whatever a sign-in resolver makes of a name.
 *
 * @returns entity refs in lower case
 * @public
 */
export async function labClaims(
  user: PolicyQueryUser,
  userInfo: UserInfoService,
): Promise<string[]> {
  const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(
    user.credentials,
  );
  return [
    ...new Set(
      [userEntityRef, ...ownershipEntityRefs].map(ref =>
        ref.toLocaleLowerCase('en-US'),
      ),
    ),
  ];
}
