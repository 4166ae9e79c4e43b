import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  kubernetesClusterSupplierExtensionPoint,
  kubernetesServiceLocatorExtensionPoint,
} from '@backstage/plugin-kubernetes-node';
import { LabAccess } from './api';
import {
  CombinedClustersSupplier,
  ConfiguredOnly,
  LabClusters,
} from './clusters';
import { LabServiceLocator } from './locator';

/**
 * Brings labs to the Kubernetes plugin as clusters, each for those who may read it.
 * @public
 */
export const kubernetesModulePyk8sLab = createBackendModule({
  pluginId: 'kubernetes',
  moduleId: 'pyk8s-lab',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        locators: kubernetesServiceLocatorExtensionPoint,
        logger: coreServices.logger,
        suppliers: kubernetesClusterSupplierExtensionPoint,
      },
      async init({ auth, config, discovery, locators, logger, suppliers }) {
        const configuredOnly = new ConfiguredOnly();
        const labs = LabClusters.create({
          access: LabAccess.create({ auth, discovery }),
          auth,
          logger,
        });
        const choosesLabs =
          config.getOptionalBoolean('kubernetes.pyk8sLab.serviceLocator') ??
          true;
        suppliers.addClusterSupplier(async ({ getDefault }) =>
          CombinedClustersSupplier.create({
            configured: await getDefault(),
            configuredOnly,
            labs,
            // Who chooses instead has nothing but this list to choose from.
            allLabs: !choosesLabs,
          }),
        );
        if (choosesLabs) {
          locators.addServiceLocator(async ({ getDefault }) =>
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
