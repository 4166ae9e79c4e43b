import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { SCENARIO } from './scenarios';

/**
 * What the user may do: everything, except in the scenario `viewer`, where only
 * looking is allowed.
 */
export const permissions = createFrontendModule({
  pluginId: 'app',
  extensions: [
    ApiBlueprint.make({
      name: 'permission',
      params: defineParams =>
        defineParams({
          api: permissionApiRef,
          deps: {},
          factory: () => ({
            authorize: async () => ({
              result:
                SCENARIO === 'viewer'
                  ? AuthorizeResult.DENY
                  : AuthorizeResult.ALLOW,
            }),
          }),
        }),
    }),
  ],
});
