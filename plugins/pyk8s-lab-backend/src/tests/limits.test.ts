import {
  createBackendModule,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { labProvidersExtensionPoint } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { once } from 'node:events';
import { request as send, type IncomingMessage } from 'node:http';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { FakeApiServer } from '../__testUtils__/FakeApiServer';
import { instantProvider } from '../__testUtils__/providers';

/** A provider that behaves like the simulated one, of clusters that count as real. */
const realProvider = createBackendModule({
  pluginId: 'pyk8s-lab',
  moduleId: 'real-provider',
  register(reg) {
    reg.registerInit({
      deps: { providers: labProvidersExtensionPoint },
      async init({ providers }) {
        const simulated = instantProvider();
        const differs: Record<string | symbol, unknown> = {
          id: 'real',
          simulated: false,
        };
        providers.addProvider(
          new Proxy(simulated, {
            get(target, name) {
              const value = differs[name] ?? Reflect.get(target, name, target);
              return typeof value === 'function' ? value.bind(target) : value;
            },
          }),
        );
      },
    });
  },
});

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('limits over HTTP', () => {
  let world: ApiWorld;

  const start = async (config: object, features: BackendFeature[] = []) => {
    world = await ApiWorld.start(await databases.init('SQLITE_3'), config, {
      features,
    });
  };
  afterEach(() => world.stop());
  const ask = (name: string) => world.as('alice').post('/labs').send({ name });

  it('counts simulated labs apart from real ones', async () => {
    await start(
      { quotas: { perUser: 1, simulated: { perUser: 2, total: 7 } } },
      [realProvider],
    );
    const alice = world.as('alice');
    const askFor = (provider: string, name: string) =>
      alice.post('/labs').send({ name, provider });
    await askFor('simulated', 'one').expect(201);
    await askFor('real', 'two').expect(201);
    const real = await askFor('real', 'three').expect(429);
    expect(real.body.error).toMatchObject({
      name: 'TooManyRequestsError',
      message: expect.stringContaining('has 1 of 1 labs: two.'),
    });
    // When a lab will be gone is not known.
    expect(real.headers).not.toHaveProperty('retry-after');
    await askFor('simulated', 'four').expect(201);
    const simulated = await askFor('simulated', 'five').expect(429);
    expect(simulated.body.error.message).toContain(
      'has 2 of 2 simulated labs: one, four.',
    );

    const { body } = await alice.get('/options').expect(200);
    const owner = 'user:default/alice';
    const group = { scope: 'group', owner: 'group:default/team-a', used: 0 };
    expect(body.quotas).toMatchObject([
      { scope: 'user', owner, limit: 1, used: 1, labs: ['two'] },
      { ...group, limit: 10 },
      { scope: 'total', limit: 50, used: 1 },
      { scope: 'user', owner, simulated: true, limit: 2, used: 2 },
      { ...group, simulated: true, limit: 20 },
      { scope: 'total', simulated: true, limit: 7, used: 2 },
    ]);
    expect(body.quotas[0]).not.toHaveProperty('simulated');
  });

  it('shows only quotas of simulated labs where all labs are simulated', async () => {
    await start({});
    const { body } = await world.as('alice').get('/options').expect(200);
    expect(body.quotas).toMatchObject([
      { scope: 'user', simulated: true, limit: 20 },
      { scope: 'group', simulated: true, limit: 20 },
      { scope: 'total', simulated: true, limit: 200 },
    ]);
  });

  it('limits how many changes a caller makes, and not how much a caller reads', async () => {
    await start({ changeRate: { limit: 3, per: '10m' } });
    const { body: lab } = await ask('one').expect(201);
    await world.until('alice', lab.id, 'RUNNING');
    const alice = world.as('alice');
    const exec = () =>
      alice.post(`/labs/${lab.id}/exec`).send({ command: 'kubectl get nodes' });
    await exec().expect(200);
    await alice.get(`/labs/${lab.id}/kubeconfig`).expect(200);
    for (const refused of [
      exec(),
      alice.patch(`/labs/${lab.id}`).send({ purpose: 'x' }),
      alice.get(`/labs/${lab.id}/kubeconfig`),
      alice.delete(`/labs/${lab.id}`),
    ]) {
      const { status, body, headers } = await refused;
      expect([status, body.error.message]).toEqual([
        429,
        expect.stringMatching(
          /^You may make 3 changes to labs in 10m: try again in /,
        ),
      ]);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    await alice.get(`/labs/${lab.id}`).expect(200);
    await alice.get(`/labs/${lab.id}/activity`).expect(200);
    await world.as('andrew').post('/labs').send({ name: 'two' }).expect(201);
    await world.as('bob').delete(`/labs/${lab.id}`).expect(404);
  });

  it('counts cancelled jobs', async () => {
    await start({ changeRate: { limit: 3, per: '10m' } });
    const { body: lab } = await ask('one').expect(201);
    await world.until('alice', lab.id, 'RUNNING');
    const alice = world.as('alice');
    await alice
      .post(`/labs/${lab.id}/images`)
      .set('Content-Type', 'application/octet-stream')
      .send(Buffer.from('no archive'))
      .expect(400);
    const { items } = (await alice.get(`/jobs?lab=${lab.id}`).expect(200)).body;
    const cancel = async () =>
      (await alice.post(`/jobs/${items[0].id}/cancel`)).status;
    expect([await cancel(), await cancel()]).toEqual([202, 429]);
  });

  describe('of the Kubernetes API', () => {
    let cluster: FakeApiServer;
    let labId: string;

    beforeEach(async () => {
      cluster = await FakeApiServer.start();
      await start({ changeRate: { limit: 3, per: '10m' } });
      world.provider.kubeconfig = async () => cluster.kubeconfig();
      const { body } = await ask('one').expect(201);
      labId = body.id;
      await world.until('alice', labId, 'RUNNING');
    });
    afterEach(() => cluster.stop());

    it('counts sessions, also those that the cluster refuses', async () => {
      cluster.upgrade = (_req, socket) =>
        socket.end(
          'HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
        );
      const open = async () => {
        const asked = send({
          port: world.server.port(),
          agent: false,
          path: `/api/pyk8s-lab/labs/${labId}/kube/api/v1/namespaces/default/pods/web/exec`,
          headers: {
            ...world.headers('alice'),
            Connection: 'Upgrade',
            Upgrade: 'websocket',
            'Sec-WebSocket-Key': 'a2V5',
            'Sec-WebSocket-Version': '13',
          },
        });
        const [answer]: IncomingMessage[] = await once(asked.end(), 'response');
        answer.resume();
        return answer;
      };
      expect((await open()).statusCode).toBe(403);
      expect((await open()).statusCode).toBe(403);
      const { statusCode, headers } = await open();
      expect(statusCode).toBe(429);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    });

    it('counts reads of other Secrets, and not the same ones again', async () => {
      const read = (name: string) =>
        world
          .as('alice')
          .get(`/labs/${labId}/kube/api/v1/namespaces/default/secrets/${name}`);
      for (const name of ['a', 'a', 'b', 'b', 'a']) {
        await read(name).expect(200);
      }
      const { headers, body } = await read('c').expect(429);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      expect(body.reason).toBe('TooManyRequests');
      await read('b').expect(200);
    });
  });
});
