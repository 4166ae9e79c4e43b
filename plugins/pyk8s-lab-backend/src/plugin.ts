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
import {
  Access,
  AuditTrail,
  LabAuthorizer,
  LabGate,
  registerLabPermissions,
} from './access';
import { renewCaller } from './callers';
import { registerLabActions } from './actions';
import { readLabSettings } from './config';
import {
  DatabaseLabJobStore,
  DatabaseLabOutputs,
  DatabaseLabStore,
  guardStore,
} from './database';
import { LabEventHub } from './events';
import { CommandPolicy, CommandService, LabCommands } from './commands';
import { ImageListings, ImageService, LabImages, spreadImages } from './images';
import { JobService, LabJobs } from './jobs';
import { KubeConnections, KubeService, LabKube, meetServer } from './kube';
import { CLUSTER_TIMEOUT_MS, KubeconfigVault, openKeyRing } from './kubeconfig';
import { LabService, labPresenter, PortalCatalog } from './labs';
import {
  addHealthChecks,
  clusterRef,
  LabProviders,
  LabReconciler,
} from './lifecycle';
import { ChangeRate } from './limits';
import { LabLogs, LogService } from './logs';
import { scheduleMaintenance } from './maintenance';
import { LabMetrics } from './metrics';
import { LabNotifier, tellOwners } from './notifications';
import { createRouter } from './router/createRouter';
import { Spool } from './spool';

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
        const notifier = LabNotifier.create({
          ...deps,
          settings: settings.notifications,
        });
        const store = tellOwners(
          guardStore(await DatabaseLabStore.create({ database })),
          notifier,
        );
        const outputs = guardStore(
          await DatabaseLabOutputs.create({ database }),
        );
        const jobStore = guardStore(
          await DatabaseLabJobStore.create({ database }),
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
        const jobs = LabJobs.create({ store: jobStore, logger });
        const spool = await Spool.create({
          directory:
            config.getOptionalString('backend.workingDirectory') ?? tmpdir(),
          logger,
        });
        const images = LabImages.create({
          providers,
          instanceId,
          settings,
          listings: ImageListings.create({ providers, instanceId, logger }),
          jobs,
          spool,
        });
        const reconciler = LabReconciler.create({
          store,
          outputs,
          providers,
          keyRing,
          settings,
          logger,
          instanceId,
          notifier,
          metrics: LabMetrics.create({
            metrics: deps.metrics,
            logger,
            source: {
              countByStatus: () => store.countByStatus(),
              readers: () => hub.size,
            },
          }),
          onChanged: () => hub.notify(),
          onImagesDue: lab =>
            void spreadImages(lab, {
              ...deps,
              store,
              images,
              providers,
              instanceId,
            }),
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
        const kube = LabKube.create({
          connections: KubeConnections.create({ providers, instanceId }),
          logger,
        });
        const audit = AuditTrail.create(deps);
        const shared = {
          access: Access.create({
            audit,
            gate: LabGate.create({ store, authorizer }),
            watch: {
              renewCaller: caller => renewCaller(caller, deps.userInfo),
            },
          }),
          store,
          outputs,
          jobStore,
          providers,
          jobs,
          spool,
          logger,
          instanceId,
          settings,
          changes: ChangeRate.create(settings.changeRate),
          onChanged: (labId: string) => {
            hub.notify();
            reconciler.nudge(labId);
          },
        };
        const services = {
          labs: LabService.create({
            ...shared,
            vault,
            catalog: PortalCatalog.create(deps),
          }),
          commands: CommandService.create({
            ...shared,
            commands,
            commandPolicy: CommandPolicy.create(settings.exec),
          }),
          logs: LogService.create({ ...shared, logs }),
          images: ImageService.create({ ...shared, images }),
          kube: KubeService.create({ ...shared, audit, kube }),
          jobs: JobService.create(shared),
        };
        registerLabActions({
          ...deps,
          ...services,
          appUrl: config.getOptionalString('app.baseUrl'),
        });
        deps.httpRouter.use(
          await createRouter({
            ...deps,
            ...services,
            authorizer,
            store,
            hub,
            present: labPresenter(settings),
            externalServices: settings.services,
          }),
        );
        addHealthChecks(deps.health, store, reconciler);
        await reconciler.schedule(deps.scheduler);
        await scheduleMaintenance({
          ...deps,
          store,
          jobStore,
          vault,
          settings,
        });
        // Requests are answered when all has started: that is not waited for.
        lifecycle.addStartupHook(() => void meetServer(deps));
        lifecycle.addShutdownHook(async () => {
          await Promise.all([
            hub.close(),
            commands.stop(),
            kube.stop(),
            logs.stop(),
            jobs.stop(),
            reconciler.stop(),
          ]);
          // Until here jobs need their places.
          spool.close();
        });
      },
    });
  },
});
