import { refuse } from '@internal/test-utils';
import { randomUUID } from 'node:crypto';
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
import { RUNNING } from '../__testUtils__/FakeLabApi';

describe('Actions on a lab', () => {
  let world: ActionWorld;
  let id: string;

  beforeEach(async () => {
    world = await ActionWorld.start();
    id = world.api.add({ ...RUNNING }).id;
  });
  afterEach(() => world.stop());

  it.each([
    ['pyk8s-lab:wait', {}],
    ['pyk8s-lab:exec', { command: 'kubectl version' }],
    ['pyk8s-lab:extend', { by: '1h' }],
    ['pyk8s-lab:delete', {}],
    ['pyk8s-lab:fetch-kubeconfig', {}],
  ])(
    '%s takes the id or the entityRef of a lab',
    async (action, input: object) => {
      for (const given of [id, `resource:default/lab-${id}`]) {
        await world.run(action, { id: given, ...input });
      }
      for (const wrong of ['', 'demo', `${id}/../x`, 'resource:default/demo']) {
        const { length } = world.api.requests;
        await expect(
          world.run(action, { id: wrong, ...input }),
        ).rejects.toThrow(/names no lab: give the id or the entityRef/);
        expect(world.api.requests).toHaveLength(length);
      }
    },
  );

  it.each([
    ['pyk8s-lab:wait', {}, 'would wait'],
    ['pyk8s-lab:exec', { command: 'kubectl version' }, 'would run'],
    ['pyk8s-lab:extend', { by: '1h' }, 'would extend'],
    ['pyk8s-lab:delete', { wait: true }, 'would delete'],
    ['pyk8s-lab:fetch-kubeconfig', {}, 'would write'],
  ])(
    '%s logs in a dry run what it would do',
    async (action, input: object, words) => {
      await world.run(action, { id, ...input }, { isDryRun: true });
      expect(world.api.requests).toEqual([]);
      expect(await readdir(world.workspace)).toEqual([]);
      expect(world.log.join()).toContain(`Dry run: ${words}`);
    },
  );

  it.each([
    ['pyk8s-lab:wait', {}, 'cannot be waited for'],
    ['pyk8s-lab:exec', { command: 'kubectl version' }, 'was not run'],
    ['pyk8s-lab:extend', { by: '1h' }, 'was not extended'],
    ['pyk8s-lab:delete', {}, 'was not deleted'],
    ['pyk8s-lab:fetch-kubeconfig', {}, 'was not fetched'],
  ])(
    '%s fails with the server’s message, in one sentence',
    async (action, input: object, words) => {
      const unknown = randomUUID();
      await expect(
        world.run(action, { id: unknown, ...input }),
      ).rejects.toMatchObject({
        name: 'NotFoundError',
        message: expect.stringMatching(
          new RegExp(`^[^.]*${words}[^.]*: There is no lab ${unknown}\\.$`),
        ),
      });
      world.api.intercept = (_, response) =>
        refuse(response, 401, 'AuthenticationError', 'Invalid token');
      await expect(world.run(action, { id, ...input })).rejects.toThrow(
        'the sign-in that this run began with has ended: start the template again',
      );
    },
  );

  describe('pyk8s-lab:wait', () => {
    it('waits for the requested status', async () => {
      const waiting = world.run('pyk8s-lab:wait', { id, for: 'DELETED' });
      await world.api.until(() => world.api.sent('GET /events').length > 0);
      world.api.change(id, { status: 'ERROR' });
      world.api.change(id, { status: 'DELETING' });
      world.api.change(id, { status: 'DELETED' });
      expect(await waiting).toMatchObject({ id, status: 'DELETED' });
    });

    it('does not delete the lab when it fails', async () => {
      world.api.change(id, { status: 'ERROR', statusMessage: 'no memory' });
      await expect(world.run('pyk8s-lab:wait', { id })).rejects.toThrow(
        'Lab demo is in ERROR: no memory',
      );
      expect(world.api.lab.status).toBe('ERROR');
    });

    it('stops when its task is cancelled', async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const waiting = world.run(
        'pyk8s-lab:wait',
        { id, for: 'PAUSED' },
        { signal },
      );
      const failure = waiting.catch(error => error);
      await world.api.until(() => world.api.sent('GET /events').length > 0);
      controller.abort();
      expect((await failure).message).toMatch(/^The task was cancelled/);
    });
  });

  describe('pyk8s-lab:exec', () => {
    const run = (input: object = {}, signal?: AbortSignal) =>
      world.run(
        'pyk8s-lab:exec',
        { id, command: 'kubectl get pods', ...input },
        { signal },
      );

    it('outputs what the command printed, and logs it line by line', async () => {
      world.api.exec = () => ({
        stdout: 'NAME\nweb-1\n\nend',
        stderr: 'warned\n',
      });
      expect(await run({ input: 'kind: Pod', timeout: '30s' })).toEqual({
        output: 'NAME\nweb-1\n\nend',
        error: 'warned\n',
        exitCode: 0,
      });
      expect(world.api.sent('POST')[0].body).toEqual({
        command: 'kubectl get pods',
        input: 'kind: Pod',
        timeout: '30s',
      });
      expect(world.log).toEqual([
        '$ kubectl get pods',
        'NAME',
        'web-1',
        '',
        'warned',
        'end',
      ]);
    });

    it('sends a list of arguments unchanged', async () => {
      const argv = ['kubectl', 'get', 'pods', '-l', "app='a b'"];
      await run({ command: undefined, argv });
      expect(world.api.sent('POST')[0].body).toEqual({ argv });
      expect(world.log).toEqual([`$ kubectl get pods -l app='a b'`]);
    });

    it.each([{ argv: ['kubectl', 'version'] }, { command: undefined }])(
      'takes either a line or arguments, not %j',
      async input => {
        await expect(run(input)).rejects.toThrow(
          'either "command", one line, or "argv"',
        );
        expect(world.api.sent('POST')).toEqual([]);
      },
    );

    it('fails when the command fails, after writing its outputs', async () => {
      world.api.exec = () => ({ stderr: 'not found', exitCode: 1 });
      await expect(run()).rejects.toThrow(
        `The command ended with exit code 1 in lab ${id}; its output is above. kubectl get pods`,
      );
      expect(world.outputs).toMatchObject({ exitCode: 1, error: 'not found' });
      expect(await run({ allowFailure: true })).toMatchObject({ exitCode: 1 });
    });

    it('reports a timeout', async () => {
      world.api.exec = () => ({ exitCode: 124, timedOut: true });
      await expect(run({ timeout: '5s' })).rejects.toThrow(
        'because it timed out: give the step a longer timeout',
      );
      await expect(run({ timeout: 'soon' })).rejects.toThrow(
        '"soon" is not a duration',
      );
    });

    it('fails when the connection breaks before the end', async () => {
      world.api.intercept = (_, response) => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' });
        response.end(': alive\n\n');
        return true;
      };
      await expect(run()).rejects.toThrow('run it again');
    });

    it('stops the command when the task is cancelled', async () => {
      const controller = new AbortController();
      const closed = new Promise(resolve => {
        world.api.intercept = (_, response) => {
          response.writeHead(200, { 'Content-Type': 'text/event-stream' });
          response.write(': alive\n\n');
          response.on('close', resolve);
          return true;
        };
      });
      const failure = run({}, controller.signal).catch(error => error);
      await world.api.until(() => world.api.requests.length > 0);
      controller.abort();
      await closed;
      expect((await failure).message).toBe(
        'The task was cancelled while a command ran, which has ended it.',
      );
    });
  });

  describe('pyk8s-lab:extend', () => {
    it('extends once, however often the task is retried', async () => {
      for (let retries = 0; retries < 3; retries++) {
        expect(await world.run('pyk8s-lab:extend', { id, by: '90m' })).toEqual({
          expiresAt: '2026-12-01T12:00:30.000Z',
        });
      }
      expect(world.api.sent('PATCH').map(({ body }) => body)).toEqual([
        { extendBy: '1h30m' },
      ]);
    });

    it('refuses an invalid duration', async () => {
      await expect(
        world.run('pyk8s-lab:extend', { id, by: 'long' }),
      ).rejects.toThrow('"long" is not a duration');
    });
  });

  describe('pyk8s-lab:delete', () => {
    it('succeeds for a lab that is already deleted', async () => {
      world.api.change(id, { status: 'DELETED' });
      await world.run('pyk8s-lab:delete', { id, wait: true });
      expect(world.log[0]).toBe('Lab demo had been deleted already');
    });

    it('waits if requested', async () => {
      const deleting = world.run('pyk8s-lab:delete', { id, wait: true });
      await world.api.until(() => world.api.sent('GET /events').length > 0);
      world.api.change(id, { status: 'DELETED' });
      await deleting;
      expect(world.log).toEqual([
        'Lab demo is being deleted',
        'DELETING',
        'DELETED',
      ]);
    });
  });

  describe('pyk8s-lab:fetch-kubeconfig', () => {
    const SECRETS = [
      testPem('CERTIFICATE', 'a certificate'),
      testPem('PRIVATE KEY', 'a key'),
    ];
    const run = (input: object = {}) =>
      world.run('pyk8s-lab:fetch-kubeconfig', { id, ...input });

    beforeEach(() => {
      world.api.kubeconfig = `kind: Config
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
      const config = parse(world.api.kubeconfig);
      Object.assign(config.users[0].user, user);
      Object.assign(config.clusters[0].cluster, cluster);
      config.canary = 'canary';
      world.api.kubeconfig = `# canary\n${stringify(config)}`;
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
    ])(
      'refuses a kubeconfig with %s, and writes nothing',
      async (_, change) => {
        world.api.kubeconfig = change(world.api.kubeconfig);
        await expect(run()).rejects.toThrow(
          /^The kubeconfig of the cluster (?!.*canary)/,
        );
        expect(await readdir(world.workspace)).toEqual([]);
      },
    );

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
      expect(world.redactions).toContain(world.api.kubeconfig);
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
      await expect(run()).rejects.toThrow(
        'give a path where there is no folder',
      );
      expect(await readdir(world.workspace)).toEqual(['kubeconfig']);
    });
  });
});
