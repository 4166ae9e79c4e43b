import {
  lstat,
  mkdir,
  readdir,
  readFile,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { testPem } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { parse, stringify } from 'yaml';
import { ActionWorld } from '../__testUtils__/ActionWorld';
import { addLab, RUNNING } from '../__testUtils__/someLabs';

describe('pyk8s-lab:fetch-kubeconfig', () => {
  let world: ActionWorld;
  let id: string;

  beforeEach(async () => {
    world = await ActionWorld.start();
    id = addLab(world.api, RUNNING).id;
  });
  afterEach(() => world.stop());

  const SECRETS = [
    testPem('CERTIFICATE', 'a certificate'),
    testPem('PRIVATE KEY', 'a key'),
  ];
  const run = (input: object = {}) =>
    world.run('pyk8s-lab:fetch-kubeconfig', { id, ...input });

  beforeEach(() => {
    world.api.memory.kubeconfig = `kind: Config
users:
- name: a
  user:
    client-certificate-data: ${SECRETS[0]}
    client-key-data: ${SECRETS[1]}
clusters: [{ name: a, cluster: { server: 'https://localhost:30001' } }]
contexts: [{ name: a, context: { cluster: a, user: a } }]
current-context: a
`;
  });

  it('writes a file that only its owner can read', async () => {
    expect(await run({ path: '.kube/config', for: 'viewer' })).toEqual({
      path: '.kube/config',
    });
    const file = join(world.workspace, '.kube/config');
    expect(parse(await readFile(file, 'utf8'))).toMatchObject({
      kind: 'Config',
      // The viewer's name differs from the owner's, so that files can be merged.
      'current-context': 'kind-demo-viewer',
    });
    expect((await stat(file)).mode % 0o1000).toBe(0o600);
    expect(await readdir(join(world.workspace, '.kube'))).toEqual(['config']);
    expect(world.api.requests.map(request => request.path)).toContain(
      `/labs/${id}/kubeconfig?for=viewer`,
    );
  });

  it.each<[string, object, object]>([
    ['exec', { exec: { command: 'canary' } }, {}],
    ['auth-provider', { 'auth-provider': { name: 'canary' } }, {}],
    ['tokenFile', { tokenFile: '/canary' }, {}],
    ['client-certificate', { 'client-certificate': '/canary' }, {}],
    ['as', { as: 'canary' }, {}],
    ['proxy-url', {}, { 'proxy-url': 'http://canary' }],
    ['certificate-authority', {}, { 'certificate-authority': '/canary' }],
    ['extensions', {}, { extensions: [{ name: 'canary' }] }],
  ])('does not copy %s to the file', async (_, user, cluster) => {
    const config = parse(world.api.memory.kubeconfig);
    Object.assign(config.users[0].user, user);
    Object.assign(config.clusters[0].cluster, cluster);
    config.canary = 'canary';
    world.api.memory.kubeconfig = `# canary\n${stringify(config)}`;
    const { path } = await run();
    const text = await readFile(join(world.workspace, String(path)), 'utf8');
    expect(text).not.toContain('canary');
    expect(parse(text)).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'kind-demo',
          cluster: { server: 'https://localhost:30001' },
        },
      ],
      users: [
        {
          name: 'kind-demo',
          user: {
            'client-certificate-data': SECRETS[0],
            'client-key-data': SECRETS[1],
          },
        },
      ],
      contexts: [
        {
          name: 'kind-demo',
          context: { cluster: 'kind-demo', user: 'kind-demo' },
        },
      ],
      'current-context': 'kind-demo',
    });
  });

  it.each<[string, (config: string) => string]>([
    ['no YAML', () => 'users: ["a-canary'],
    ['no current context', config => config.replace(/current-.*/, '')],
    ['two documents', config => `${config}---\n${config}`],
    ['aliases', config => `${config}a: &a canary\nb: *a\n`],
    ['more than 64 KiB', config => `${config}# ${'canary'.repeat(20_000)}`],
    ['another kind of server', config => config.replace('https:', 'file:')],
    ['no sign-in that is known', config => config.replace(/client-/g, 'x-')],
    ['a certificate that is none', config => config.replace(SECRETS[0], 'a')],
    ['a key that is none', config => config.replace(SECRETS[1], SECRETS[0])],
  ])('refuses a kubeconfig with %s, and writes nothing', async (_, change) => {
    world.api.memory.kubeconfig = change(world.api.memory.kubeconfig);
    await expect(run()).rejects.toThrow(
      /^The kubeconfig of the cluster (?!.*canary)/,
    );
    expect(await readdir(world.workspace)).toEqual([]);
  });

  it('has no secret in logs and outputs, and redacts them', async () => {
    await run();
    const said = JSON.stringify([
      world.log,
      world.outputs,
      [...world.checkpoints],
    ]);
    for (const secret of SECRETS) {
      expect(said).not.toContain(secret);
      expect(world.redactions).toContain(secret);
    }
    expect(world.redactions).toContain(world.api.memory.kubeconfig);
  });

  it.each(['../out', '/etc/kubeconfig', 'a/../../out', '.', ''])(
    'writes nothing to %j outside of the workspace',
    async path => {
      const wasRefused = await run({ path }).then(
        () => false,
        error =>
          /leads out of the workspace|is not a file name/.test(error.message),
      );
      // An empty path means the default.
      expect(wasRefused).toBe(path !== '');
    },
  );

  it('does not follow a link', async () => {
    const elsewhere = await ActionWorld.start();
    const target = join(elsewhere.workspace, 'file');
    await writeFile(target, 'before');
    await symlink(target, join(world.workspace, 'kubeconfig'));
    await symlink(elsewhere.workspace, join(world.workspace, 'folder'));
    await run();
    expect(await readFile(target, 'utf8')).toBe('before');
    const file = await lstat(join(world.workspace, 'kubeconfig'));
    expect(file.isSymbolicLink()).toBe(false);
    await expect(run({ path: 'folder/kubeconfig' })).rejects.toThrow(
      'leads out of the workspace',
    );
    await elsewhere.stop();
  });

  it('reports a folder at the path of the file', async () => {
    await mkdir(join(world.workspace, 'kubeconfig'));
    await expect(run()).rejects.toThrow('give a path where there is no folder');
    expect(await readdir(world.workspace)).toEqual(['kubeconfig']);
  });
});
