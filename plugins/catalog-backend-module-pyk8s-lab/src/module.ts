import {
  coreServices,
  createBackendModule,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { readTaskSchedule } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { LabReader } from './api/LabReader';
import { toEntity } from './entity/toEntity';
import { LabEntityProvider } from './sync/LabEntityProvider';

/** One replica at a time; the others would read the same. */
const SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 5 },
  timeout: { minutes: 4 },
  scope: 'global',
};

const TRAILING = /(?<!\/)\/+$/;

/**
 * Adds labs to the catalog, each as a Resource with its owner.
 * @public
 */
export const catalogModulePyk8sLab = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'pyk8s-lab',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        logger: coreServices.logger,
        rootLifecycle: coreServices.rootLifecycle,
        scheduler: coreServices.scheduler,
      },
      async init({ catalog, config, rootLifecycle, scheduler, ...deps }) {
        const urls = {
          app: config.getOptionalString('app.baseUrl')?.replace(TRAILING, ''),
          api: (await deps.discovery.getExternalBaseUrl('pyk8s-lab')).replace(
            TRAILING,
            '',
          ),
        };
        const provider = LabEntityProvider.create({
          reader: LabReader.create(deps),
          toEntity: lab => toEntity(lab, urls),
          schedule: scheduler.createScheduledTaskRunner(
            readTaskSchedule(
              config,
              'catalog.providers.pyk8sLab.schedule',
              SCHEDULE,
            ),
          ),
          logger: deps.logger,
        });
        catalog.addEntityProvider(provider);
        // After the startup of the whole portal: before, other plugins do not respond.
        rootLifecycle.addStartupHook(() => provider.start());
        rootLifecycle.addShutdownHook(() => provider.stop());
      },
    });
  },
});
