import {
  coreServices,
  createBackendModule,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import permissionPlugin from '@backstage/plugin-permission-backend';
import type {
  PermissionPolicy,
  PolicyQuery,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import { LabPermissionPolicy } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** What a policy of a test decides; undefined: as the shipped policy does. */
export type TestPolicy = (
  userRef: string,
  query: PolicyQuery,
) => PolicyDecision | undefined;

/**
 * Backstage's real permission backend, with the policy that the plugin ships
 * and what a test puts before it.
 */
export function permissionFeatures(
  admins: readonly string[],
  decide: TestPolicy = () => undefined,
): BackendFeature[] {
  return [
    permissionPlugin,
    createBackendModule({
      pluginId: 'permission',
      moduleId: 'test-policy',
      register(env) {
        env.registerInit({
          deps: {
            policy: policyExtensionPoint,
            userInfo: coreServices.userInfo,
          },
          async init({ policy, userInfo }) {
            const shipped = LabPermissionPolicy.create({ admins, userInfo });
            const tested: PermissionPolicy = {
              async handle(query, user) {
                const info =
                  user && (await userInfo.getUserInfo(user.credentials));
                return (
                  (info && decide(info.userEntityRef, query)) ??
                  shipped.handle(query, user)
                );
              },
            };
            policy.setPolicy(tested);
          },
        });
      },
    }),
  ];
}
