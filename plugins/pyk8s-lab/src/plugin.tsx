import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { RiFlaskLine } from '@remixicon/react';
import {
  entityLabCard,
  entityLabsContent,
  ownedLabsCard,
} from './extensions/entity';
import { labPicker, lifetimePicker, versionPicker } from './extensions/fields';
import { myLabsWidget } from './extensions/home';
import { labApi, labsPage } from './extensions/labs';
import { labSearchResult, labSearchType } from './extensions/search';
import { labRouteRef, labsRouteRef } from './routes';

/** Everything that the plugin adds to an app. */
export const extensions = [
  labApi,
  labsPage,
  entityLabCard,
  ownedLabsCard,
  entityLabsContent,
  myLabsWidget,
  labSearchResult,
  labSearchType,
  lifetimePicker,
  versionPicker,
  labPicker,
];

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
