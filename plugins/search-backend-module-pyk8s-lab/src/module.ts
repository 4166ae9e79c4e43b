import {
  coreServices,
  createBackendModule,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import {
  createLabClient,
  readTaskSchedule,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { LabCollatorFactory } from './collator/LabCollatorFactory';

/** The time limit of a response, in milliseconds. */
const ANSWER_MS = 30_000;

/** More often than Backstage's own collators, because labs live for hours. */
const SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 5 },
  timeout: { minutes: 4 },
  initialDelay: { seconds: 3 },
};

/**
 * Adds labs to the search, for users who may read them.
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
          schedule: scheduler.createScheduledTaskRunner(
            readTaskSchedule(
              config,
              'search.collators.pyk8sLab.schedule',
              SCHEDULE,
            ),
          ),
          factory: LabCollatorFactory.create({
            // The API lets the search plugin read all labs.
            labs: createLabClient({
              ...services,
              onBehalfOf: () => services.auth.getOwnServiceCredentials(),
              timeoutMs: ANSWER_MS,
            }),
            logger,
            permissionsEnabled:
              config.getOptionalBoolean('permission.enabled') ?? false,
          }),
        });
      },
    });
  },
});
