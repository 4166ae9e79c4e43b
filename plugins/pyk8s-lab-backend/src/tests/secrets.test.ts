import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { ProvisioningError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { testPem } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import type { Knex } from 'knex';
import { SecretsWorld } from '../__testUtils__/SecretsWorld';
import { toDbTime } from '../database/dialect';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** What must come out nowhere but where it is asked for. */
const SECRETS = {
  oldKey: 'canary-of-the-old-key-0123456789',
  newKey: 'canary-of-the-new-key-0123456789',
  otherKey: 'canary-of-another-key-0123456789',
  clientKey: testPem('PRIVATE KEY', 'canary-of-the-client-key'),
  clientCertificate: testPem('CERTIFICATE', 'canary-of-the-certificate'),
  viewerToken: 'canary-of-the-viewer-token-0123456789',
  brokenToken: 'canary-of-a-broken-token-0123456789',
  // What people's requests are sent with.
  userToken: mockCredentials.user.token('user:default/alice'),
  invalidToken: mockCredentials.user.invalidToken(),
};

const kubeconfigOf = (user: string) => `
apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: 'https://localhost:6443' } }]
users:
- name: u
  user: ${user}
contexts: [{ name: x, context: { cluster: c, user: u } }]
current-context: x
`;

const OWNERS = kubeconfigOf(
  `{ client-key-data: ${SECRETS.clientKey}, client-certificate-data: ${SECRETS.clientCertificate} }`,
);
const VIEWERS = kubeconfigOf(`{ token: ${SECRETS.viewerToken} }`);
/** A parser would quote the line that it cannot read. */
const BROKEN = kubeconfigOf(`token: ${SECRETS.brokenToken}`);

const key = (id: string, secret: string) => ({ id, secret });
const OLD = key('old', SECRETS.oldKey);
const NEW = key('new', SECRETS.newKey);

describe('secrets', () => {
  let knex: Knex;
  let world: SecretsWorld;

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    world = new SecretsWorld(knex, {
      kubeconfig: async () => OWNERS,
      viewerKubeconfig: async () => VIEWERS,
    });
  });
  afterEach(() => world.stop());

  const status = async (...call: Parameters<SecretsWorld['call']>) =>
    (await world.call(...call)).status;

  const kubeconfig = async (id: string, who = 'owner') =>
    world.call('GET', `/labs/${id}/kubeconfig?for=${who}`, { secret: true });

  it('come out nowhere but in the kubeconfigs that are asked for', async () => {
    await world.start([OLD]);
    await world.follow('alice');
    await world.call('GET', '/options');
    const id = await world.create({ name: 'demo', ttl: '2h', workers: 1 });
    await world.until(id, 'RUNNING');

    // Who may, and who may not.
    const owners = await kubeconfig(id);
    expect(owners.text).toContain(SECRETS.clientKey);
    expect((await kubeconfig(id, 'viewer')).text).toContain(
      SECRETS.viewerToken,
    );
    const path = `/labs/${id}/kubeconfig`;
    expect(await status('GET', path, { as: 'bob' })).toBe(404);
    expect(await status('GET', `${path}?for=nobody`)).toBe(400);
    expect(await status('GET', path, { headers: {} })).toBe(401);
    expect(
      await status('GET', path, {
        headers: { Authorization: mockCredentials.user.invalidHeader() },
      }),
    ).toBe(401);

    // Through the portal, where no cluster answers.
    const kube = `/labs/${id}/kube/api/v1/pods`;
    expect(await status('GET', kube)).toBe(503);
    expect(await status('DELETE', kube)).toBe(503);
    expect(await status('GET', kube, { as: 'bob' })).toBe(404);
    expect(await status('GET', kube, { headers: {} })).toBe(401);

    // Its life, warnings included, and what goes wrong in it.
    await knex('labs')
      .where({ id })
      .update({
        expires_at: toDbTime(knex, new Date(Date.now() + 1_200_000)),
        next_attempt_at: toDbTime(knex, new Date()),
      });
    await world.untilRow(id, row => row.warned_seconds !== null);
    await world.call('PATCH', `/labs/${id}`, { body: { ttl: '2h' } });
    expect(await status('POST', `/labs/${id}/pause`)).toBe(202);
    await world.until(id, 'PAUSED');
    expect(await status('GET', path)).toBe(409);
    await world.call('POST', `/labs/${id}/resume`);
    await world.until(id, 'RUNNING');
    expect(await status('POST', `/labs/${id}/retry`)).toBe(409);
    expect(
      await status('POST', '/labs', { body: { name: 'demo', ttl: '1h' } }),
    ).toBe(409);
    expect(await status('POST', '/labs', { body: { name: '-' } })).toBe(400);

    world.intercept = ({ verb }) => {
      if (verb === 'create') {
        throw new ProvisioningError('no luck', { retryable: false });
      }
    };
    await world.until(await world.create({ name: 'failing' }), 'ERROR');
    world.intercept = () => undefined;

    // What a cluster gives out is not what it should be.
    world.kubeconfigs = {
      kubeconfig: async () => BROKEN,
      viewerKubeconfig: async () => BROKEN,
    };
    await world.until(await world.create({ name: 'broken' }), 'ERROR');
    expect((await kubeconfig(id, 'viewer')).status).toBe(500);
    expect(await status('GET', `${path}?for=viewer`)).toBe(500);
    expect(await status('GET', kube)).toBe(503);

    // Another key, of which the old one is removed when everything is encrypted again.
    world.kubeconfigs = {
      kubeconfig: async () => OWNERS,
      viewerKubeconfig: async () => VIEWERS,
    };
    await world.start([NEW, OLD]);
    await world.follow('alice');
    await world.untilRow(id, row => row.kubeconfig_key_id === NEW.id);
    await world.start([NEW]);
    await world.follow('alice');
    expect((await kubeconfig(id)).text).toBe(owners.text);

    // A key that is lost, and a ciphertext that somebody has changed.
    world.kubeconfigs.kubeconfig = async () => {
      throw new Error('the cluster does not answer');
    };
    await knex('labs').where({ id }).update({ kubeconfig: 'Y2hhbmdlZA==' });
    expect(await status('GET', path)).toBe(500);
    await world.start([key('other', SECRETS.otherKey)]);
    await world.follow('alice');
    expect(await status('GET', path)).toBe(500);
    world.kubeconfigs.kubeconfig = async () => OWNERS;
    expect((await kubeconfig(id)).text).toBe(owners.text);

    await world.sink.addDatabase(knex);
    await world.call('GET', `/labs/${id}/activity`);
    await world.call('GET', '/labs');
    await world.call('DELETE', `/labs/${id}`);
    await world.until(id, 'DELETED');
    expect(await knex('labs').where({ id }).first()).toMatchObject({
      kubeconfig: null,
    });
    await world.stop();

    for (const [name, secret] of Object.entries(SECRETS)) {
      expect([name, world.sink.findings(secret)]).toEqual([name, []]);
    }

    // None of it was silent.
    const { sink } = world;
    expect(sink.textOf('log')).toMatch(/debug Simulated: control-plane/);
    expect(sink.textOf('log')).toMatch(/cannot be decrypted with the key/);
    expect(sink.textOf('log')).toMatch(
      /kubeconfig of the cluster is not valid/,
    );
    expect(sink.textOf('log')).toMatch(/gets no access to the cluster/);
    expect(sink.textOf('audit')).toMatch(/kubeconfig-fetch/);
    expect(sink.textOf('audit')).toMatch(/lab-kube-change/);
    expect(sink.textOf('metric')).toMatch(/step\.failures 1 .*provision/);
    expect(sink.textOf('notification')).toMatch(/ends in 20 minutes/);
    expect(sink.textOf('frame')).toMatch(/event: lab\.kubeconfig-read/);
    expect(sink.textOf('frame')).toMatch(/event: lab\.failed/);
    expect(sink.textOf('database')).toMatch(/lab_events/);
    expect(sink.textOf('answer')).toMatch(/^500 /m);
    expect(sink.count('event bus')).toBeGreaterThan(0);
  }, 120_000);
});
