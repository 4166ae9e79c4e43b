/*
 * The pages with simulated labs: "yarn start" in this package, and in
 * ../pyk8s-lab-backend, whose development backend listens on port 7007. Its
 * guest is who is signed in. Open /labs.
 */
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
  type DiscoveryApi,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import pyk8sLabPlugin from '../src';

async function guestToken(discoveryApi: DiscoveryApi): Promise<string> {
  const auth = await discoveryApi.getBaseUrl('auth');
  const response = await fetch(`${auth}/guest/refresh`);
  const { backstageIdentity } = await response.json();
  return backstageIdentity.token;
}

// A development app has no sign-in page, so nothing else sends a token.
const fetchAsGuest = createFrontendModule({
  pluginId: 'app',
  extensions: [
    ApiBlueprint.make({
      name: 'fetch',
      params: defineParams =>
        defineParams({
          api: fetchApiRef,
          deps: { discoveryApi: discoveryApiRef },
          factory: ({ discoveryApi }) => ({
            async fetch(input, init) {
              const request = new Request(input, init);
              const token = await guestToken(discoveryApi);
              request.headers.set('Authorization', `Bearer ${token}`);
              return fetch(request);
            },
          }),
        }),
    }),
  ],
});

createDevApp({ features: [pyk8sLabPlugin, fetchAsGuest] });
