import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { SecretsWorld } from '../__testUtils__/SecretsWorld';
import { KeyRing } from '../kubeconfig/KeyRing';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const KEY = { id: 'k1', secret: 'a secret for tests only' };

const EXEC = 'exec: { command: touch, args: [/tmp/canary] }';
const AUTH_PROVIDER =
  'auth-provider: { name: gcp, config: { cmd-path: touch, cmd-args: /tmp/canary } }';

const kubeconfigOf = (user: string) => `
apiVersion: v1
kind: Config
clusters:
- name: c
  cluster: { server: 'https://localhost:6443', proxy-url: 'http://canary' }
users: [{ name: u, user: { ${user} } }]
contexts: [{ name: x, context: { cluster: c, user: u, namespace: canary } }]
current-context: x
extensions: [{ name: canary }]
`;

describe('the kubeconfig of a cluster whose owner means ill', () => {
  let knex: Knex;
  let world: SecretsWorld;
  const give = (user: string) => {
    const yaml = kubeconfigOf(user);
    world.kubeconfigs = {
      kubeconfig: async () => yaml,
      viewerKubeconfig: async () => yaml,
    };
  };
  const get = (id: string, query = '') =>
    world.call('GET', `/labs/${id}/kubeconfig${query}`);
  const KINDS = [
    '',
    '?for=viewer',
    '?reach=portal',
    '?for=viewer&reach=portal',
  ];

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    world = new SecretsWorld(knex, {
      kubeconfig: async () => '',
      viewerKubeconfig: async () => '',
    });
    await world.start([KEY]);
  });
  afterEach(() => world.stop());

  it.each([EXEC, AUTH_PROVIDER])(
    'reaches nobody, and no row, with %s beside a token',
    async program => {
      give(`token: a-token, as: canary, ${program}`);
      const id = await world.create({ name: 'demo' });
      await world.until(id, 'RUNNING');
      const assertComposed = async () => {
        for (const kind of KINDS) {
          const { status, text } = await get(id, kind);
          expect([kind, status]).toEqual([kind, 200]);
          expect(text).toContain('a-token');
          expect(text).not.toMatch(/canary|exec|auth-provider|as:|proxy-url/);
        }
        const row = await knex('labs').where({ id }).first();
        const stored = { ciphertext: row.kubeconfig, keyId: KEY.id };
        expect(new KeyRing([KEY]).decrypt(id, stored)).not.toContain('canary');
      };
      await assertComposed();

      // It is read and stored again when the lab resumes.
      await world.call('POST', `/labs/${id}/pause`);
      await world.until(id, 'PAUSED');
      await world.call('POST', `/labs/${id}/resume`);
      await world.until(id, 'RUNNING');
      await assertComposed();
    },
    60_000,
  );

  it('is not given out where it signs in by a program only', async () => {
    give('token: a-token');
    const id = await world.create({ name: 'demo' });
    await world.until(id, 'RUNNING');
    give(EXEC);
    for (const kind of KINDS.slice(1)) {
      const { status, text } = await get(id, kind);
      expect([kind, status]).toEqual([kind, 500]);
      expect(text).not.toContain('canary');
    }
    expect(
      (await world.call('GET', `/labs/${id}/kube/api/v1/pods`)).status,
    ).toBe(503);
    const other = await world.create({ name: 'other' });
    await world.until(other, 'ERROR');
  }, 60_000);

  it('is read from the cluster again where an earlier version has stored it', async () => {
    give('token: a-token');
    const id = await world.create({ name: 'demo' });
    await world.until(id, 'RUNNING');
    const { ciphertext } = new KeyRing([KEY]).encrypt(id, kubeconfigOf(EXEC));
    await knex('labs').where({ id }).update({ kubeconfig: ciphertext });
    const { status, text } = await get(id);
    expect([status, text]).toEqual([200, expect.stringContaining('a-token')]);
    expect(text).not.toContain('canary');
  }, 60_000);
});
