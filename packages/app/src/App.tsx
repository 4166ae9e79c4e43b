import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import notificationsPlugin from '@backstage/plugin-notifications/alpha';
import searchPlugin from '@backstage/plugin-search/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import pyk8sLabPlugin from '@pyk8s-lab/backstage-plugin-pyk8s-lab';
import { apiDocsModule } from './modules/apiDocs';
import { landingModule } from './modules/landing';
import { navModule } from './modules/nav';
import { signInModule } from './modules/signIn';

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
