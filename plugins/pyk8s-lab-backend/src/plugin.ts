import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  labHealthServiceRef,
  labProvidersExtensionPoint,
  type LabProvider,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { readLabSettings } from './config';
import { DatabaseLabOutputs, DatabaseLabStore, guardStore } from './database';
import { LabEventHub } from './events';
import { CommandPolicy, LabCommands } from './exec';
import { KubeconfigVault, openKeyRing } from './kubeconfig';
import {
  AuditedLabService,
  AuthorizedLabService,
  DefaultLabService,
  labPresenter,
} from './labs';
import {
  addHealthChecks,
  clusterRef,
  LabProviders,
  LabReconciler,
} from './lifecycle';
import { LabLogs } from './logs';
import { scheduleMaintenance } from './maintenance';
import { LabMetrics } from './metrics';
import { LabNotifier } from './notifications';
import { LabAuthorizer, registerLabPermissions } from './permissions';
import { createRouter } from './router/createRouter';
import { renewCaller } from './router/readCaller';

/** How long a cluster may take to give out its kubeconfig. */
const CLUSTER_TIMEOUT_MS = 15_000;

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
        auditor: coreServices.auditor,
        config: coreServices.rootConfig,
        database: coreServices.database,
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
        const store = guardStore(await DatabaseLabStore.create({ database }));
        const outputs = guardStore(
          await DatabaseLabOutputs.create({ database }),
        );
        const hub = await LabEventHub.create({ store, events, logger });
        const instanceId = await store.instanceId();
        const vault = KubeconfigVault.create({
          store,
          keyRing,
          logger,
          readFromCluster: lab =>
            providers
              .get(lab.provider)
              .kubeconfig(clusterRef(instanceId, lab), {
                signal: AbortSignal.timeout(CLUSTER_TIMEOUT_MS),
              }),
        });
        const reconciler = LabReconciler.create({
          store,
          outputs,
          providers,
          keyRing,
          settings,
          logger,
          instanceId,
          notifier: LabNotifier.create(deps),
          metrics: LabMetrics.create({
            metrics: deps.metrics,
            logger,
            source: {
              countByStatus: () => store.countByStatus(),
              readers: () => hub.size,
            },
          }),
          onChanged: () => hub.notify(),
        });
        registerLabPermissions(deps.permissionsRegistry, store);
        const authorizer = LabAuthorizer.create({
          ...deps,
          enabled: config.getOptionalBoolean('permission.enabled') ?? false,
          admins: settings.admins,
        });
        const commands = LabCommands.create({
          providers,
          instanceId,
          settings,
          logger,
        });
        const logs = LabLogs.create({
          store,
          outputs,
          providers,
          instanceId,
          logger,
        });
        const labs = AuditedLabService.create({
          ...deps,
          inner: AuthorizedLabService.create({
            store,
            authorizer,
            watch: {
              renewCaller: caller => renewCaller(caller, deps.userInfo),
            },
            inner: DefaultLabService.create({
              store,
              providers,
              vault,
              commands,
              logs,
              logger,
              commandPolicy: CommandPolicy.create(settings.exec),
              instanceId,
              settings,
              onChanged: labId => {
                hub.notify();
                reconciler.nudge(labId);
              },
            }),
          }),
        });
        deps.httpRouter.use(
          await createRouter({
            ...deps,
            labs,
            authorizer,
            store,
            hub,
            present: labPresenter(settings),
          }),
        );
        addHealthChecks(deps.health, store, reconciler);
        await reconciler.schedule(deps.scheduler);
        await scheduleMaintenance({ ...deps, store, vault, settings });
        lifecycle.addShutdownHook(async () => {
          await Promise.all([
            hub.close(),
            commands.stop(),
            logs.stop(),
            reconciler.stop(),
          ]);
        });
      },
    });
  },
});
