import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  labHealthServiceRef,
  labProvidersExtensionPoint,
  type LabProvider,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { tmpdir } from 'node:os';
import { LabAuthorizer } from './access/LabAuthorizer';
import { registerLabPermissions } from './access/registerLabPermissions';
import { renewCaller } from './callers/readCaller';
import { registerLabActions } from './actions/registerLabActions';
import { readLabSettings } from './config/readLabSettings';
import { LabProviders } from './clusters/LabProviders';
import { createLabs } from './createLabs';
import {
  DatabaseLabImageStore,
  DatabaseClusterStore,
  DatabaseLabJobStore,
  DatabaseLabOutputs,
  DatabaseLabStore,
  guardStore,
} from './database';
import { LabEventHub } from './events/LabEventHub';
import { hideCommands } from './kube/hideCommands';
import { labUpgradesServiceRef, UPGRADES_LINE } from './kube/proxy/LabUpgrades';
import { openKeyRing } from './kubeconfig/openKeyRing';
import { labPresenter } from './labs/toLab';
import { PortalCatalog } from './labs/LabCatalog';
import { addHealthChecks } from './lifecycle';
import { scheduleMaintenance } from './maintenance/scheduleMaintenance';
import { LabNotifier } from './notifications/LabNotifier';
import { tellOwners } from './notifications/tellOwners';
import { createRouter } from './router/createRouter';
import { TemporaryFiles } from './temporaryFiles/TemporaryFiles';

/**
 * The backend of PyK8s-Lab: labs with an owner and an expiry, their API and
 * lifecycle. Providers are added by modules.
 * @public
 */
export const pyk8sLabPlugin = createBackendPlugin({
  pluginId: 'pyk8s-lab',
  register(env) {
    // The server listens before plugins are initialized.
    const showCommands = hideCommands();
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
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        health: labHealthServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootLifecycle: coreServices.rootLifecycle,
        scheduler: coreServices.scheduler,
        upgrades: labUpgradesServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { config, database, events, logger, lifecycle } = deps;
        const production = process.env.NODE_ENV === 'production';
        // The server stops with these hooks, and answers while plugins stop.
        deps.rootLifecycle.addShutdownHook(showCommands);
        if (!deps.upgrades.isListening) {
          logger.warn(
            `kubectl through the portal works without exec, attach, port-forward and cp: for these, add ${UPGRADES_LINE} to packages/backend/src/index.ts.`,
          );
        }
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
        const notifier = new LabNotifier({
          ...deps,
          settings: settings.notifications,
        });
        const store = tellOwners(
          guardStore(await DatabaseLabStore.create({ database })),
          notifier,
        );
        const clusterStore = guardStore(
          await DatabaseClusterStore.create({ database }),
        );
        const outputs = guardStore(
          await DatabaseLabOutputs.create({ database }),
        );
        const jobStore = guardStore(
          await DatabaseLabJobStore.create({ database }),
        );
        const imageStore = guardStore(
          await DatabaseLabImageStore.create({ database }),
        );
        const hub = await LabEventHub.create({
          store,
          jobStore,
          events,
          logger,
        });
        const instanceId = await store.instanceId();
        registerLabPermissions(deps.permissionsRegistry, store);
        const authorizer = new LabAuthorizer({
          ...deps,
          enabled: config.getOptionalBoolean('permission.enabled') ?? false,
          admins: settings.admins,
        });
        const temporaryFiles = await TemporaryFiles.create({
          directory:
            config.getOptionalString('backend.workingDirectory') ?? tmpdir(),
          logger,
        });
        const labs = createLabs({
          ...deps,
          store,
          clusterStore,
          outputs,
          jobStore,
          imageStore,
          providers,
          keyRing,
          settings,
          instanceId,
          temporaryFiles,
          catalog: new PortalCatalog(deps),
          authorizer,
          notifier,
          watch: {
            renewCaller: caller => renewCaller(caller, deps.userInfo),
          },
          readers: () => hub.size,
          onChanged(labId) {
            hub.notify();
            if (labId !== undefined) {
              labs.reconciler.nudge(labId);
            }
          },
        });
        registerLabActions({
          ...deps,
          ...labs,
        });
        deps.httpRouter.use(
          await createRouter({
            ...deps,
            ...labs,
            authorizer,
            store,
            jobStore,
            hub,
            present: labPresenter(settings, providers),
            externalServices: settings.services,
          }),
        );
        addHealthChecks(deps.health, store, labs.reconciler);
        await labs.reconciler.schedule(deps.scheduler);
        await scheduleMaintenance({
          ...deps,
          store,
          clusterStore,
          jobStore,
          vault: labs.vault,
          jobWorker: labs.jobWorker,
          settings,
        });
        lifecycle.addShutdownHook(async () => {
          await Promise.all([hub.close(), labs.stop()]);
        });
      },
    });
  },
});
