import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
  identityApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiFlaskLine } from '@remixicon/react';
import { labApiRef } from '../api';
import { labsRouteRef } from '../routes';
import { browserTabServices, SharedLabClient } from '../browserTabs';

/** The API extension: the client with the user's credentials. */
export const labApi = ApiBlueprint.make({
  name: 'labs',
  params: defineParams =>
    defineParams({
      api: labApiRef,
      deps: {
        discoveryApi: discoveryApiRef,
        fetchApi: fetchApiRef,
        identityApi: identityApiRef,
      },
      factory: deps =>
        new SharedLabClient({ ...deps, tabs: browserTabServices() }),
    }),
});

/**
 * The page extension. It needs its own title, icon and route ref: without them
 * it drops out of the sidebar.
 */
export const labsPage = PageBlueprint.make({
  params: {
    path: '/labs',
    title: 'Labs',
    icon: <RiFlaskLine />,
    routeRef: labsRouteRef,
    loader: () =>
      import('../components/LabsRouter').then(({ LabsRouter }) => (
        <LabsRouter />
      )),
  },
});
