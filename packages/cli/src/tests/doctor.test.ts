import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { Terminal, TestPortal, TlsProxy } from '../__testUtils__';

jest.setTimeout(60_000);

describe('pyk8s doctor', () => {
  let portal: TestPortal;
  let terminal: Terminal;

  beforeAll(async () => {
    portal = await TestPortal.start();
  });
  afterAll(async () => portal.stop());
  beforeEach(async () => {
    terminal = await Terminal.create();
  });
  afterEach(async () => terminal.remove());

  const login = (...args: string[]) =>
    terminal.run(
      ['auth', 'login', '--url', portal.url, '--token-stdin', ...args],
      { stdin: `${portal.token()}\n` },
    );

  it('reports no problems for a working set-up', async () => {
    await login('--instance', 'work');
    const { code, stdout } = await terminal.run(['doctor']);
    expect(stdout).toMatch(/^✓ Node\.js: /m);
    expect(stdout).toMatch(/^✓ Settings: .*1 portal$/m);
    expect(stdout).toContain(`✓ Portal: ${portal.url}\n`);
    expect(stdout).toMatch(/^✓ Clock: /m);
    expect(stdout).toMatch(/^✓ Sign-in: /m);
    expect(stdout).toMatch(/^✓ Kubeconfig: 0 labs/m);
    expect(stdout).not.toContain('✗');
    expect(code).toBe(0);
  });

  it('reports problems, and what to do', async () => {
    const none = await terminal.run(['doctor']);
    expect(none.code).toBe(1);
    expect(none.stdout).toContain('→ pyk8s auth login --url');

    await login('--instance', 'work');
    await chmod(join(terminal.config, 'credentials.yaml'), 0o644);
    const open = await terminal.run(['doctor']);
    expect(open.code).toBe(1);
    expect(open.stdout).toMatch(/✗ Settings: others can read .*credentials/);
    expect(open.stdout).toContain('→ chmod -R go= ');

    const away = await terminal.run(['doctor'], {
      env: { PYK8S_LAB_URL: 'http://127.0.0.1:9' },
    });
    expect(away.stdout).toMatch(/✗ Portal: .*cannot be reached/);
    const other = await terminal.run(['doctor'], {
      env: { PYK8S_LAB_URL: `${portal.url}/elsewhere` },
    });
    expect(other.stdout).toMatch(/✗ Portal: .*has no labs/);
  });

  it('suggests commands for the portal that it checked', async () => {
    await login('--instance', 'work');
    await login('--instance', 'test');
    await terminal.run(['auth', 'use', 'work']);
    await terminal.run(['auth', 'logout', '--instance', 'test']);
    const { stdout } = await terminal.run(['doctor', '--instance', 'test']);
    expect(stdout).toContain(
      `→ pyk8s auth login --instance test --url ${portal.url}\n`,
    );
    const none = await terminal.run(['doctor', '--instance', 'none']);
    expect(none.stdout).toContain('→ pyk8s auth login --instance none --url');
  });

  it('names the setting for a private certificate authority', async () => {
    const proxy = await TlsProxy.start(
      terminal.home,
      Number(new URL(portal.url).port),
    );
    try {
      const env = { PYK8S_LAB_URL: proxy.url, PYK8S_LAB_TOKEN: portal.token() };
      const doctor = await terminal.run(['doctor'], { env });
      expect(doctor.stdout).toMatch(
        /✗ Portal: .*\(DEPTH_ZERO_SELF_SIGNED_CERT\)\n +→ .*NODE_EXTRA_CA_CERTS/,
      );
      const list = await terminal.run(['cluster', 'list'], { env });
      expect([list.code, list.stderr]).toEqual([
        1,
        expect.stringContaining('Set NODE_EXTRA_CA_CERTS to the file'),
      ]);
    } finally {
      proxy.stop();
    }
  });

  it('finds contexts of deleted labs, and removes them with --fix', async () => {
    await login('--instance', 'work');
    await terminal.run(['cluster', 'create', 'left', '--wait']);
    await terminal.run(['cluster', 'get-kubeconfig', 'left', '--merge']);
    const before = await terminal.run(['doctor']);
    expect(before.stdout).toContain('1 lab in it, none of them deleted');
    const { items } = await portal.labs().listLabs({ q: 'left' });
    await portal.labs().deleteLab(items[0].id);
    await terminal.run(['cluster', 'wait', 'left', '--for', 'deleted']);

    const found = await terminal.run(['doctor']);
    expect(found.stdout).toContain(
      '! Kubeconfig: their labs are deleted, or no longer visible to you: kind-left',
    );
    expect(found.stdout).toContain('→ Remove them: pyk8s doctor --fix');
    const fixed = await terminal.run(['doctor', '--fix']);
    expect(fixed.stdout).toContain(
      'removed the contexts of deleted labs: kind-left',
    );
    expect(await readFile(terminal.kubeconfig, 'utf8')).not.toContain('left');
  });

  it('keeps contexts that another user added', async () => {
    await login('--instance', 'work');
    await mkdir(dirname(terminal.kubeconfig));
    const context = (name: string, id: string, user?: string) => ({
      cluster: {
        name,
        cluster: {
          server: 'https://a',
          extensions: [
            {
              name: 'pyk8s-lab.io',
              extension: { lab: id, name, portal: portal.url, user },
            },
          ],
        },
      },
      context: { name, context: { cluster: name, user: name } },
    });
    const mine = await portal.labs().createLab({ name: 'mine' });
    await portal.labs().deleteLab(mine.id);
    const made = [
      context('mine', mine.id),
      context(
        'theirs',
        '0b9f5a1e-0000-4000-8000-00000000beef',
        'user:default/bob',
      ),
    ];
    await writeFile(
      terminal.kubeconfig,
      JSON.stringify({
        clusters: made.map(({ cluster }) => cluster),
        contexts: made.map(each => each.context),
      }),
    );
    const { stdout } = await terminal.run(['doctor', '--fix']);
    expect(stdout).toContain('removed the contexts of deleted labs: mine\n');
    expect(parse(await readFile(terminal.kubeconfig, 'utf8'))).toMatchObject({
      contexts: [{ name: 'theirs' }],
      clusters: [{ name: 'theirs' }],
    });
  });

  it('reports an invalid kubeconfig', async () => {
    await login('--instance', 'work');
    await mkdir(dirname(terminal.kubeconfig));
    await writeFile(terminal.kubeconfig, 'tell-nobody: : :');
    const { code, stdout } = await terminal.run(['doctor']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ Kubeconfig: .*is not a valid kubeconfig/);
    expect(stdout).not.toContain('tell-nobody');
  });
});
