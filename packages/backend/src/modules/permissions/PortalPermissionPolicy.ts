import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { isLabPermission } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/**
 * Who may do what in the portal: with labs what their own policy says, and
 * everything else.
 */
export class PortalPermissionPolicy implements PermissionPolicy {
  readonly #labs: PermissionPolicy;

  static create(options: { labs: PermissionPolicy }): PortalPermissionPolicy {
    return new PortalPermissionPolicy(options.labs);
  }

  private constructor(labs: PermissionPolicy) {
    this.#labs = labs;
  }

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    return isLabPermission(request.permission)
      ? this.#labs.handle(request, user)
      : { result: AuthorizeResult.ALLOW };
  }
}
