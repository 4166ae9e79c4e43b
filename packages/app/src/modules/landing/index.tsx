import {
  createFrontendModule,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { Navigate } from 'react-router-dom';

// It has no title, icon or route ref: a redirect has no place in the sidebar.
const landingPage = PageBlueprint.make({
  name: 'landing',
  params: {
    path: '/',
    noHeader: true,
    loader: async () => <Navigate to="/labs" replace />,
  },
});

/** Leads whoever opens the portal to the labs. */
export const landingModule = createFrontendModule({
  pluginId: 'app',
  extensions: [landingPage],
});
