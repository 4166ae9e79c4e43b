import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { LabReader } from './api';
import { readSchedule } from './config/readSchedule';
import { toEntity } from './entity';
import { LabEntityProvider } from './sync';

const TRAILING = /(?<!\/)\/+$/;

/**
 * Brings labs to the catalog, each as a Resource with its owner.
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
          schedule: scheduler.createScheduledTaskRunner(readSchedule(config)),
          logger: deps.logger,
        });
        catalog.addEntityProvider(provider);
        // Of the whole portal: before, other plugins would not answer.
        rootLifecycle.addStartupHook(() => provider.start());
        rootLifecycle.addShutdownHook(() => provider.stop());
      },
    });
  },
});
