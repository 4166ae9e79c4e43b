import { createBackend } from '@backstage/backend-defaults';
import {
  rootHttpRouterServiceFactory,
  type RootHttpRouterFactoryOptions,
} from '@backstage/backend-defaults/rootHttpRouter';
import {
  coreServices,
  createServiceFactory,
  type BackendFeature,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { freePort } from '@internal/test-utils';
import simulated from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import httpRouter, { labHttpRouter } from './httpRouter';
import plugin from './index';

const Authorization = mockCredentials.user.header();
const LINE = '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend/httpRouter';
/** The plugin in a backend with a server of its own, and what it has warned of. */
async function start(...features: BackendFeature[]) {
  const port = await freePort();
  const warned: string[] = [];
  const logger: RootLoggerService = {
    ...mockServices.rootLogger.mock(),
    warn: message => warned.push(message),
    child: () => logger,
  };
  const backend = createBackend();
  [
    ...features,
    plugin,
    simulated,
    mockServices.auth.factory(),
    mockServices.httpAuth.factory(),
    mockServices.userInfo.factory(),
    createServiceFactory({
      service: coreServices.rootLogger,
      deps: {},
      factory: () => logger,
    }),
    mockServices.rootConfig.factory({
      data: {
        backend: {
          baseUrl: `http://127.0.0.1:${port}`,
          listen: { host: '127.0.0.1', port },
          database: { client: 'better-sqlite3', connection: ':memory:' },
        },
        pyk8sLab: { defaultProvider: 'simulated' },
      },
    }),
  ].forEach(feature => backend.add(feature));
  await backend.start();
  const url = `http://127.0.0.1:${port}/api/pyk8s-lab/labs`;
  const session = async () => {
    const made = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization },
      body: JSON.stringify({ name: 'demo' }),
    });
    const { id } = await made.json();
    const pod = `${url}/${id}/kube/api/v1/namespaces/default/pods/web`;
    const asked = request(`${pod}/exec?command=id`, {
      headers: { Authorization, Connection: 'Upgrade', Upgrade: 'websocket' },
    }).end();
    const [answer]: IncomingMessage[] = await once(asked, 'response');
    return JSON.parse(await text(answer));
  };
  const warnings = () => warned.filter(message => message.includes(LINE));
  return { port, session, warnings, stop: () => backend.stop() };
}

describe('the root HTTP router of the portal', () => {
  it.each([
    ['by the line', httpRouter],
    [
      'by options',
      labHttpRouter({
        configure({ app, applyDefaults }) {
          app.get('/own', (_req, res) => res.send('configured'));
          applyDefaults();
        },
      }),
    ],
  ])('takes sessions where it is wired %s', async (how, router) => {
    const portal = await start(router);
    try {
      expect(portal.warnings()).toEqual([]);
      // Its cluster is simulated, or not there yet: that is another matter.
      expect((await portal.session()).code).toBe(409);
      const own = await fetch(`http://127.0.0.1:${portal.port}/own`);
      expect(await own.text()).toBe(how === 'by options' ? 'configured' : '');
    } finally {
      await portal.stop();
    }
  });

  const options: RootHttpRouterFactoryOptions = {};
  it.each([
    ['is not wired', [rootHttpRouterServiceFactory]],
    [
      'has a factory of its own beside the line',
      [rootHttpRouterServiceFactory(options), httpRouter],
    ],
  ])(
    'refuses sessions, and says the line, where it %s',
    async (_, features) => {
      const portal = await start(...features);
      try {
        expect(portal.warnings()).toHaveLength(1);
        expect(await portal.session()).toMatchObject({
          kind: 'Status',
          code: 501,
          reason: 'NotImplemented',
          message: expect.stringContaining(LINE),
        });
      } finally {
        await portal.stop();
      }
    },
  );
});
