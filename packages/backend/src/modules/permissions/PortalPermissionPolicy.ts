import type { UserInfoService } from '@backstage/backend-plugin-api';
import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
  catalogEntityValidatePermission,
  catalogIngestionManagePermission,
  catalogLocationAnalyzePermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
} from '@backstage/plugin-catalog-common/alpha';
import { kubernetesPermissions } from '@backstage/plugin-kubernetes-common';
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
import {
  createScaffolderTaskConditionalDecision,
  scaffolderTaskConditions,
} from '@backstage/plugin-scaffolder-backend/alpha';
import {
  taskCancelPermission,
  taskReadPermission,
  templateDryRunPermission,
  templateManagementPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import { LAB_ID_ANNOTATION } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  isLabPermission,
  labClaims,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/**
 * Only for administrators. A user who may register a location, or run a template of their
 * own, reads every repository that the portal's own token reads (integrations in
 * app-config.yaml), since the portal fetches what the location or template names.
 * Unregistering goes with registering.
 */
const ADMINISTRATION = [
  catalogLocationCreatePermission,
  catalogLocationAnalyzePermission,
  catalogLocationDeletePermission,
  catalogEntityCreatePermission,
  catalogEntityValidatePermission,
  catalogEntityDeletePermission,
  catalogIngestionManagePermission,
  templateDryRunPermission,
  templateManagementPermission,
] as const;

/** What a {@link PortalPermissionPolicy} works with. */
export interface PortalPermissionPolicyOptions {
  readonly labs: PermissionPolicy;
  /** The entity refs of those who may see every lab. */
  readonly admins: readonly string[];
  readonly userInfo: UserInfoService;
}

/**
 * Who may do what in the portal: with labs what their own policy says, also where
 * they show in the catalog and in the tasks of templates, and everything else.
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
    const { labs, admins, userInfo } = this.#options;
    if (isLabPermission(permission)) {
      return labs.handle(request, user);
    }
    if (kubernetesPermissions.some(one => isPermission(permission, one))) {
      // Which labs people see there is decided by the policy of labs. Of other clusters
      // it is everything: kubernetes.proxy acts with the rights of a cluster's service
      // account. Whoever adds such a cluster gives the account no more than everybody
      // may do, or allows kubernetes.proxy only to some here (docs/kubernetes-tab.md).
      return { result: user ? AuthorizeResult.ALLOW : AuthorizeResult.DENY };
    }
    const isOfEntity = isPermission(permission, catalogEntityReadPermission);
    const isOfTask =
      isPermission(permission, taskReadPermission) ||
      isPermission(permission, taskCancelPermission);
    const isAdministration = ADMINISTRATION.some(
      ({ name }) => name === permission.name,
    );
    if (!isOfEntity && !isOfTask && !isAdministration) {
      return { result: AuthorizeResult.ALLOW };
    }
    const claims = user ? await labClaims(user, userInfo) : [];
    if (claims.some(ref => admins.includes(ref))) {
      return { result: AuthorizeResult.ALLOW };
    }
    if (!isOfEntity && !isOfTask) {
      return { result: AuthorizeResult.DENY };
    }
    if (isOfTask) {
      // Its log and its outputs are of the labs that it makes, and to cancel it
      // deletes them.
      return createScaffolderTaskConditionalDecision(
        permission,
        scaffolderTaskConditions.isTaskOwner({
          createdBy: user ? [user.info.userEntityRef] : [],
        }),
      );
    }
    // A lab is its owner's in the catalog as well.
    return createCatalogConditionalDecision(permission, {
      anyOf: [
        {
          not: catalogConditions.hasAnnotation({
            annotation: LAB_ID_ANNOTATION,
          }),
        },
        catalogConditions.isEntityOwner({ claims }),
      ],
    });
  }
}
