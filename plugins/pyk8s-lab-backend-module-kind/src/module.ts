import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { labProvidersExtensionPoint } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { readKindSettings } from './config/readKindSettings';
import { proxiesWithUserinfo } from './kind/dockerProxies';
import { KindLabProvider } from './KindLabProvider';

/**
 * Adds the provider of kind labs.
 * @public
 */
export const kindModule = createBackendModule({
  pluginId: 'pyk8s-lab',
  moduleId: 'kind',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        providers: labProvidersExtensionPoint,
      },
      async init({ config, lifecycle, logger, providers }) {
        const provider = KindLabProvider.create({
          settings: readKindSettings(config, process.env),
          environment: process.env,
        });
        providers.addProvider(provider);
        const endGuard = await provider.guard(logger);
        lifecycle.addShutdownHook(endGuard);
        // The portal also starts while Docker is unavailable.
        lifecycle.addStartupHook(async () => {
          const { kindVersion, dockerVersion, problem } = await provider.look();
          if (problem) {
            logger.warn(`Labs cannot be created with kind now. ${problem}`);
          } else {
            logger.info(
              `Labs are created with kind ${kindVersion} on Docker ${dockerVersion}`,
            );
          }
          const proxies = proxiesWithUserinfo(process.env);
          if (proxies.length > 0) {
            logger.warn(
              `The nodes of labs get ${proxies.join(
                ' and ',
              )} without the user and password in it, which lab owners could read: give labs a proxy or a registry mirror that asks for none`,
            );
          }
          if (!(await provider.canSeeProcesses())) {
            logger.warn(
              'There is no "ps" here, so a kind that outlives a killed portal cannot be ended: install procps, or let the portal be the first process of its container',
            );
          }
          const isolation = problem
            ? undefined
            : await provider.isolationWarning();
          if (isolation) {
            logger.warn(isolation);
          }
        });
      },
    });
  },
});
