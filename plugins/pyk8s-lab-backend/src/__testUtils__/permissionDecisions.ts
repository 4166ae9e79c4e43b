import { mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { labReadPermission } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  createLabConditionalDecision,
  labConditions,
  labRules,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { LabAuthorizer } from '../access/LabAuthorizer';

/** The decision that one may read what one owns. */
export const ownLabs = (userRef: string): PolicyDecision =>
  createLabConditionalDecision(
    labReadPermission,
    labConditions.isOwner({ claims: [userRef] }),
  );

/** The decision that one may read nothing. */
export const nothing: PolicyDecision = { result: AuthorizeResult.DENY };

/** The decision that one may read everything. */
export const everything: PolicyDecision = { result: AuthorizeResult.ALLOW };

/** The real authorizer, with a permission backend that decides as the test says. */
export function authorizerOf(
  decide: (userRef: string) => PolicyDecision | Promise<PolicyDecision>,
): LabAuthorizer {
  return new LabAuthorizer({
    permissions: mockServices.permissions.mock({
      authorizeConditional: async (requests, { credentials }) => {
        const { userEntityRef } = credentials.principal as {
          userEntityRef: string;
        };
        const decision = await decide(userEntityRef);
        return requests.map(() => decision);
      },
    }),
    permissionsRegistry: mockServices.permissionsRegistry.mock({
      getPermissionRuleset: () => ({
        getRuleByName: name =>
          Object.values(labRules).find(rule => rule.name === name) as never,
      }),
    }),
    enabled: true,
    admins: [],
  });
}
