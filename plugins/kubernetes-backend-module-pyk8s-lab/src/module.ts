import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  kubernetesClusterSupplierExtensionPoint,
  kubernetesFetcherExtensionPoint,
  kubernetesServiceLocatorExtensionPoint,
} from '@backstage/plugin-kubernetes-node';
import { LabAccess } from './api/LabAccess';
import { CombinedClustersSupplier } from './clusters/CombinedClustersSupplier';
import { ConfiguredOnly } from './clusters/ConfiguredOnly';
import { LabClusters } from './clusters/LabClusters';
import { LabServiceLocator } from './locator/LabServiceLocator';
import { LabFetcher } from './reading/LabFetcher';
import { LabProxy } from './reading/LabProxy';

/**
 * Adds labs to the Kubernetes plugin as clusters, for users who may read them.
 * @public
 */
export const kubernetesModulePyk8sLab = createBackendModule({
  pluginId: 'kubernetes',
  moduleId: 'pyk8s-lab',
  register(reg) {
    reg.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        fetchers: kubernetesFetcherExtensionPoint,
        http: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        locators: kubernetesServiceLocatorExtensionPoint,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        suppliers: kubernetesClusterSupplierExtensionPoint,
      },
      async init(deps) {
        const { auth, config, discovery, logger } = deps;
        const configuredOnly = new ConfiguredOnly();
        const labs = LabClusters.create({
          access: LabAccess.create({ auth, discovery }),
          auth,
          logger,
        });
        const choosesLabs =
          config.getOptionalBoolean('kubernetes.pyk8sLab.serviceLocator') ??
          true;
        deps.fetchers.addFetcher(async ({ getDefault }) =>
          LabFetcher.create(await getDefault()),
        );
        // Without it, Backstage's plugin has no routes.
        if (config.has('kubernetes')) {
          // Modules are initialized before their plugin, so this precedes its routes.
          deps.http.use(
            LabProxy.create({ ...deps, configuredOnly, labs }).handler(),
          );
        }
        deps.suppliers.addClusterSupplier(async ({ getDefault }) =>
          CombinedClustersSupplier.create({
            configured: await getDefault(),
            configuredOnly,
            labs,
            // Another module that selects clusters has only this list to select from.
            allLabs: !choosesLabs,
          }),
        );
        if (choosesLabs) {
          deps.locators.addServiceLocator(async ({ getDefault }) =>
            LabServiceLocator.create({
              configured: await getDefault(),
              configuredOnly,
              labs,
            }),
          );
        }
      },
    });
  },
});
