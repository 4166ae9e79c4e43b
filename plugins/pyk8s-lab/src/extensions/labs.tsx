import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { LabClient } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { RiFlaskLine } from '@remixicon/react';
import { labApiRef } from '../api';
import { labsRouteRef } from '../routes';

/** The API extension: the client with the user's credentials. */
export const labApi = ApiBlueprint.make({
  name: 'labs',
  params: defineParams =>
    defineParams({
      api: labApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new LabClient(deps),
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
