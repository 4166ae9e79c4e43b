import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createLabActions } from './actions';
import { LabAccess } from './labs/LabAccess';
import { TaskEnds } from './tasks/TaskEnds';

/**
 * Adds the actions `pyk8s-lab:*` to software templates.
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
        events: eventsServiceRef,
        scaffolder: scaffolderActionsExtensionPoint,
      },
      async init({ auth, config, discovery, events, scaffolder }) {
        const access = LabAccess.create({
          auth,
          discovery,
          appUrl: config.getString('app.baseUrl'),
        });
        const taskEnds = await TaskEnds.listen(events);
        scaffolder.addActions(...createLabActions({ access, taskEnds }));
      },
    });
  },
});
