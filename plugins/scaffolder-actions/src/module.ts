import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createLabActions } from './actions';
import { LabAccess } from './labs';

/**
 * Gives software templates the actions `pyk8s-lab:*`.
 * @public
 */
export const scaffolderModulePyk8sLab = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'pyk8s-lab',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        scaffolder: scaffolderActionsExtensionPoint,
      },
      async init({ auth, config, discovery, scaffolder }) {
        const access = LabAccess.create({
          auth,
          discovery,
          appUrl: config.getString('app.baseUrl'),
        });
        scaffolder.addActions(...createLabActions({ access }));
      },
    });
  },
});
