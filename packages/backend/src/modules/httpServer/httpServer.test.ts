import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import { createBackend } from '@backstage/backend-defaults';
import { mockServices } from '@backstage/backend-test-utils';
import httpServer from '.';
import { freePort } from '@internal/test-utils';

const echo = createBackendPlugin({
  pluginId: 'echo',
  register(env) {
    env.registerInit({
      deps: { router: coreServices.httpRouter },
      async init({ router }) {
        router.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
        router.use((req, res) => {
          res.json({ length: req.originalUrl.length });
        });
      },
    });
  },
});

describe('the portal’s server', () => {
  it('reads the URLs of kubectl, and no more', async () => {
    const port = await freePort();
    const lines: string[] = [];
    const logger: RootLoggerService = {
      ...mockServices.rootLogger.mock(),
      info: (message, meta) =>
        lines.push(`${message} ${JSON.stringify(meta ?? {})}`),
      child: () => logger,
    };
    const backend = createBackend();
    backend.add(httpServer);
    backend.add(echo);
    backend.add(
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        factory: () => logger,
      }),
    );
    backend.add(
      mockServices.rootConfig.factory({
        data: {
          backend: {
            baseUrl: `http://127.0.0.1:${port}`,
            listen: { host: '127.0.0.1', port },
          },
        },
      }),
    );
    await backend.start();
    const ask = (length: number) =>
      fetch(`http://127.0.0.1:${port}/api/echo/${'a'.repeat(length - 10)}`, {
        headers: { 'User-Agent': 'b'.repeat(5_000) },
      });

    const long = await ask(400_000);
    expect([long.status, await long.json()]).toEqual([
      200,
      { length: 400_000 },
    ]);
    // What is logged is cut.
    const logged = lines.filter(line => line.includes('/api/echo/'));
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('aaa… HTTP/1.1" 200');
    expect(logged[0]).toContain('bbb…');
    expect(logged[0].length).toBeLessThan(10_000);
    expect((await ask(600_000)).status).toBe(431);
    await backend.stop();
  }, 30_000);
});
