import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { RiFlaskLine } from '@remixicon/react';
import { extensions } from './extensions';
import { labRouteRef, labsRouteRef } from './routes';

/**
 * Ephemeral Kubernetes clusters in the portal: their pages, what the catalog, the
 * home page and the search show of them, and fields for templates.
 * @public
 */
export const pyk8sLabPlugin = createFrontendPlugin({
  pluginId: 'pyk8s-lab',
  title: 'Labs',
  icon: <RiFlaskLine />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: labsRouteRef, lab: labRouteRef },
  extensions,
});
