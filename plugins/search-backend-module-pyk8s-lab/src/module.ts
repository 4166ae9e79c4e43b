import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { createLabReader } from './api';
import { LabCollatorFactory } from './collator';
import { readSchedule } from './config/readSchedule';

/**
 * Brings labs to the search, each for those who may read it.
 * @public
 */
export const searchModulePyk8sLab = createBackendModule({
  pluginId: 'search',
  moduleId: 'pyk8s-lab',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        indexRegistry: searchIndexRegistryExtensionPoint,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ config, indexRegistry, logger, scheduler, ...services }) {
        indexRegistry.addCollator({
          schedule: scheduler.createScheduledTaskRunner(readSchedule(config)),
          factory: LabCollatorFactory.create({
            labs: createLabReader(services),
            logger,
            permissionsEnabled:
              config.getOptionalBoolean('permission.enabled') ?? false,
          }),
        });
      },
    });
  },
});
