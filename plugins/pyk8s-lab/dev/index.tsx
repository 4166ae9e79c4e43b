import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import pyk8sLabPlugin, { labApiRef } from '../src';
import { permissions } from './permissions';
import { createScenario } from './scenarios';

// Open /labs, or /labs?scenario=empty and the others of scenarios.ts.
const inMemoryApi = createFrontendModule({
  pluginId: 'pyk8s-lab',
  extensions: [
    ApiBlueprint.make({
      name: 'labs',
      params: defineParams =>
        defineParams({
          api: labApiRef,
          deps: {},
          factory: () => createScenario(),
        }),
    }),
  ],
});

createDevApp({ features: [pyk8sLabPlugin, inMemoryApi, permissions] });
