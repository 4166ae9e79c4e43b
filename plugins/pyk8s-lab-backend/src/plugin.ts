import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  labProvidersExtensionPoint,
  type LabProvider,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { readLabSettings } from './config';
import { DatabaseLabStore } from './database';
import { LabEventHub } from './events';
import { openKeyRing } from './kubeconfig';
import { AuthorizedLabService, DefaultLabService } from './labs';
import { LabProviders, LabReconciler } from './lifecycle';
import { createRouter } from './router/createRouter';

/**
 * The backend of PyK8s-Lab: labs with an owner and an expiry, their API and
 * lifecycle. Providers are added by modules.
 * @public
 */
export const pyk8sLabPlugin = createBackendPlugin({
  pluginId: 'pyk8s-lab',
  register(env) {
    const installed: LabProvider[] = [];
    env.registerExtensionPoint(labProvidersExtensionPoint, {
      addProvider(provider) {
        if (installed.some(({ id }) => id === provider.id)) {
          throw new Error(
            `There is a lab provider "${provider.id}" already: each is added once.`,
          );
        }
        installed.push(provider);
      },
    });
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { config, database, events, logger, lifecycle } = deps;
        const production = process.env.NODE_ENV === 'production';
        const settings = readLabSettings(config);
        const keyRing = await openKeyRing({
          settings,
          config,
          logger,
          production,
        });
        const providers = LabProviders.create({
          providers: installed,
          defaultId: settings.defaultProvider,
          fallBackToSimulated: !production,
        });
        const store = await DatabaseLabStore.create({ database });
        const hub = await LabEventHub.create({ store, events, logger });
        const reconciler = LabReconciler.create({
          store,
          providers,
          keyRing,
          settings,
          logger,
          instanceId: await store.instanceId(),
          onChanged: () => hub.notify(),
        });
        const labs = AuthorizedLabService.create({
          store,
          inner: DefaultLabService.create({
            store,
            providers,
            keyRing,
            settings,
            onChanged: labId => {
              hub.notify();
              reconciler.nudge(labId);
            },
          }),
        });
        deps.httpRouter.use(await createRouter({ ...deps, labs, store, hub }));
        await reconciler.schedule(deps.scheduler);
        lifecycle.addShutdownHook(async () => {
          await Promise.all([hub.close(), reconciler.stop()]);
        });
      },
    });
  },
});
