import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { labProvidersExtensionPoint } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { readSimulatedSettings } from './config/readSimulatedSettings';
import { SimulatedLabProvider } from './provider/SimulatedLabProvider';

/**
 * Adds the provider of simulated labs if `pyk8sLab.simulated` enables it.
 * @public
 */
export const simulatedModule = createBackendModule({
  pluginId: 'pyk8s-lab',
  moduleId: 'simulated',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        providers: labProvidersExtensionPoint,
      },
      async init({ config, logger, providers }) {
        const settings = readSimulatedSettings(config, process.env);
        if (!settings.enabled) {
          logger.info(
            'Simulated labs are switched off (pyk8sLab.simulated.enabled)',
          );
          return;
        }
        providers.addProvider(SimulatedLabProvider.create(settings));
      },
    });
  },
});
