import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import kind from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-kind';
import { parse } from 'yaml';
import { InstalledCli, Terminal, TestPortal } from '../__testUtils__';
import { CLUSTER_TIMEOUT_MS, describeWithKind } from '@internal/test-utils';
import { TlsProxy } from '../__testUtils__/TlsProxy';

describeWithKind('kubectl through the portal', () => {
  let cli: InstalledCli;
  let portal: TestPortal;
  let proxy: TlsProxy;
  let alice: Terminal;
  const pyk8s = (...argv: string[]) => cli.run(argv, { env: alice.env });

  beforeAll(async () => {
    [cli, portal, alice] = await Promise.all([
      InstalledCli.install(),
      TestPortal.start({ provider: { feature: kind, name: 'kind' } }),
      Terminal.create(),
    ]);
    proxy = await TlsProxy.start(alice.home, Number(new URL(portal.url).port));
    alice.env.NODE_EXTRA_CA_CERTS = proxy.certificateFile;
    alice.env.PATH = cli.path(alice.env.PATH);
  }, CLUSTER_TIMEOUT_MS);
  afterAll(async () => {
    await pyk8s('cluster', 'delete', 'via', '--wait').catch(() => undefined);
    proxy?.stop();
    await Promise.all([cli?.remove(), portal?.stop(), alice?.remove()]);
  }, CLUSTER_TIMEOUT_MS);

  it(
    'works while the user is signed in, without a secret in the file',
    async () => {
      const login = await cli.run(
        [
          ...['auth', 'login', '--instance', 'work', '--url', proxy.url],
          '--token-stdin',
        ],
        { env: alice.env, stdin: portal.token() },
      );
      expect(login).toMatchObject({ code: 0 });
      await pyk8s('cluster', 'create', 'via', '--wait');
      const merged = await pyk8s(
        ...['cluster', 'get-kubeconfig', 'via', '--via-portal', '--merge'],
        ...['--certificate-authority', proxy.certificateFile],
      );
      expect(merged).toMatchObject({ code: 0 });

      const text = await readFile(alice.kubeconfig, 'utf8');
      expect(text).not.toContain('mock-user-token');
      const [{ id }] = (await portal.labs().listLabs({ q: 'via' })).items;
      expect(parse(text)).toMatchObject({
        clusters: [
          { cluster: { server: `${proxy.url}/api/pyk8s-lab/labs/${id}/kube` } },
        ],
        users: [
          {
            user: {
              exec: {
                apiVersion: 'client.authentication.k8s.io/v1',
                command: process.execPath,
                args: [
                  cli.bin,
                  ...['credential', '--lab', id, '--url', proxy.url],
                  ...['--instance', 'work'],
                ],
                interactiveMode: 'Never',
              },
            },
          },
        ],
      });

      const kubectl = async (...args: string[]) =>
        promisify(execFile)('kubectl', args, { env: alice.env });
      expect((await kubectl('get', 'nodes')).stdout).toMatch(
        /control-plane +Ready/,
      );
      await kubectl('create', 'namespace', 'through');
      expect(
        (await kubectl('get', 'namespace', 'through', '-o', 'name')).stdout,
      ).toBe('namespace/through\n');

      // As run by a program without the user's environment.
      const bare = await promisify(execFile)('kubectl', ['get', 'nodes'], {
        env: { HOME: alice.home, PATH: '/usr/local/bin:/usr/bin:/bin' },
      });
      expect(bare.stdout).toMatch(/control-plane +Ready/);

      await pyk8s('auth', 'logout');
      await expect(kubectl('get', 'nodes')).rejects.toThrow(
        'pyk8s auth login --instance work',
      );
      await cli.run(['auth', 'login', '--token-stdin'], {
        env: alice.env,
        stdin: portal.token(),
      });
      expect((await pyk8s('cluster', 'delete', 'via', '--wait')).code).toBe(0);
      expect(await readFile(alice.kubeconfig, 'utf8')).not.toContain('via');
    },
    2 * CLUSTER_TIMEOUT_MS,
  );
});
