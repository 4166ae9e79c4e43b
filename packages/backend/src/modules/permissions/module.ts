import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  LabPermissionPolicy,
  readLabAdmins,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { PortalPermissionPolicy } from './PortalPermissionPolicy';

/**
 * The portal's permission policy. A portal with a policy of its own asks
 * {@link LabPermissionPolicy} about labs in the same way, or decides itself.
 */
const permissionsModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'portal-policy',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        policy: policyExtensionPoint,
        userInfo: coreServices.userInfo,
      },
      async init({ config, policy, userInfo }) {
        const admins = readLabAdmins(config);
        policy.setPolicy(
          PortalPermissionPolicy.create({
            admins,
            userInfo,
            labs: LabPermissionPolicy.create({ admins, userInfo }),
          }),
        );
      },
    });
  },
});

export default permissionsModule;
