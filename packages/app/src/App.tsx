import { createApp } from '@backstage/frontend-defaults';
import {
  createFrontendModule,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import notificationsPlugin from '@backstage/plugin-notifications/alpha';
import searchPlugin from '@backstage/plugin-search/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import pyk8sLabPlugin from '@pyk8s-lab/backstage-plugin-pyk8s-lab';
import { Navigate } from 'react-router-dom';
import { apiDocsModule } from './modules/apiDocs/module';
import { navModule } from './modules/nav/Sidebar';
import { signInModule } from './modules/signIn/module';

// It has no title, icon or route ref: a redirect has no place in the sidebar.
const landingPage = PageBlueprint.make({
  name: 'landing',
  params: {
    path: '/',
    noHeader: true,
    loader: async () => <Navigate to="/labs" replace />,
  },
});

/** Redirects the portal's root to the labs. */
const landingModule = createFrontendModule({
  pluginId: 'app',
  extensions: [landingPage],
});

// The portal's own pages and its sidebar need these. Every other plugin of
// package.json is found by itself: app.packages in app-config.yaml says so.
export default createApp({
  features: [
    pyk8sLabPlugin,
    catalogPlugin,
    notificationsPlugin,
    searchPlugin,
    userSettingsPlugin,
    apiDocsModule,
    landingModule,
    navModule,
    signInModule,
  ],
});
