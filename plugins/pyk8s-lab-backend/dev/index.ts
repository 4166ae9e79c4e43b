/*
 * The plugin by itself, with simulated labs: "yarn start" in this package. It
 * listens on port 7007 and keeps what it knows until it is stopped.
 *
 *   token=$(curl -s localhost:7007/api/auth/guest/refresh |
 *     node -p 'JSON.parse(fs.readFileSync(0)).backstageIdentity.token')
 *   curl -H "Authorization: Bearer $token" localhost:7007/api/pyk8s-lab/options
 */
import { createBackend } from '@backstage/backend-defaults';
import { mockServices } from '@backstage/backend-test-utils';

const backend = createBackend();

// A configuration of its own, so that it never opens the portal's database.
backend.add(
  mockServices.rootConfig.factory({
    data: {
      app: { baseUrl: 'http://localhost:3000' },
      backend: {
        baseUrl: 'http://localhost:7007',
        listen: { port: 7007, host: '127.0.0.1' },
        cors: { origin: 'http://localhost:3000', credentials: true },
        database: { client: 'better-sqlite3', connection: ':memory:' },
      },
      auth: {
        providers: {
          guest: {
            userEntityRef: 'user:default/guest',
            ownershipEntityRefs: ['user:default/guest', 'group:default/guests'],
          },
        },
      },
      pyk8sLab: { defaultProvider: 'simulated' },
    },
  }),
);

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(
  import('@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated'),
);
backend.add(import('../src'));
backend.add(import('../src/httpRouter'));

backend.start();
