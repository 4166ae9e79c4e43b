import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { ApiDefinitionFileProcessor } from './ApiDefinitionFileProcessor';

/**
 * Lets the catalog read API definitions beside a catalog file on disk.
 */
const apiDefinitionFilesModule = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'pyk8s-lab-api-definition-files',
  register(env) {
    env.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ catalog, config }) {
        catalog.addProcessor(
          new ApiDefinitionFileProcessor({
            backendUrl: config.getString('backend.baseUrl'),
          }),
        );
      },
    });
  },
});

export default apiDefinitionFilesModule;
