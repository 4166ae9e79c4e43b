import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Terminal, TestPortal } from '../__testUtils__';

jest.setTimeout(60_000);

describe('a set-up', () => {
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

  describe('pyk8s auth', () => {
    it('signs in with a static token, and signs out', async () => {
      expect((await terminal.run(['auth', 'status'])).code).toBe(4);
      const { code, stderr } = await login('--instance', 'work');
      expect([code, stderr]).toEqual([
        0,
        expect.stringContaining('this is the instance work'),
      ]);
      const status = await terminal.run(['auth', 'status', '-o', 'json']);
      expect(JSON.parse(status.stdout)).toMatchObject({
        instance: 'work',
        url: portal.url,
        signedIn: true,
        renews: false,
      });
      expect((await terminal.run(['cluster', 'list'])).code).toBe(0);
      const out = await terminal.run(['auth', 'logout']);
      expect(out.stderr).toContain(`You are signed out of ${portal.url}`);
      expect(
        await readFile(join(terminal.config, 'credentials.yaml'), 'utf8'),
      ).toBe('{}\n');
      const after = await terminal.run(['cluster', 'list']);
      expect(after.code).toBe(4);
      expect(after.stderr).toContain('pyk8s auth login --instance work');
    });

    it('keeps portals separate', async () => {
      await login('--instance', 'one');
      await login('--instance', 'two');
      const current = async () =>
        (await terminal.run(['auth', 'status', '-o', 'name'])).stdout;
      expect(await current()).toBe('two\n');
      await terminal.run(['auth', 'use', 'one']);
      expect(await current()).toBe('one\n');
      await terminal.run(['auth', 'logout', '--instance', 'two']);
      const run = (instance: string) =>
        terminal.run(['cluster', 'list', '--instance', instance]);
      expect((await run('one')).code).toBe(0);
      expect((await run('two')).code).toBe(4);
      const unknown = await run('three');
      expect([unknown.code, unknown.stderr]).toEqual([
        2,
        expect.stringContaining('there are: one, two'),
      ]);
    });

    it('never sends the environment’s token to a named portal', async () => {
      await login('--instance', 'work');
      await terminal.run(['auth', 'logout']);
      const env = { PYK8S_LAB_TOKEN: portal.token() };
      const argv = ['cluster', 'list'];
      expect((await terminal.run(argv, { env })).code).toBe(0);
      const named = [...argv, '--instance', 'work'];
      expect((await terminal.run(named, { env })).code).toBe(4);
    });

    it('signs out of the portal in the environment', async () => {
      await login('--instance', 'one');
      const logout = (env: Record<string, string>) =>
        terminal.run(['auth', 'logout'], { env });
      const away = await logout({ PYK8S_LAB_URL: 'https://other.example.com' });
      expect(away.stderr).toBe(
        'You are not signed in to https://other.example.com.\n',
      );
      expect((await logout({ PYK8S_LAB_INSTANCE: 'three' })).code).toBe(2);
      expect((await terminal.run(['cluster', 'list'])).code).toBe(0);
      expect((await logout({ PYK8S_LAB_URL: portal.url })).stderr).toContain(
        'You are signed out',
      );
      expect((await terminal.run(['cluster', 'list'])).code).toBe(4);
    });

    it('stores only credentials that work', async () => {
      const refused = await terminal.run(
        ['auth', 'login', '--url', portal.url, '--token', '-'],
        { stdin: 'not-a-token' },
      );
      expect(refused.code).toBe(4);
      await expect(stat(terminal.config)).rejects.toThrow('ENOENT');
      const argument = await terminal.run([
        ...['auth', 'login', '--url', portal.url, '--token', 'tell-nobody'],
      ]);
      expect(argument.code).toBe(2);
      expect(argument.stderr).not.toContain('tell-nobody');
      const port = ['auth', 'login', '--url', portal.url, '--port', '99999'];
      expect((await terminal.run(port)).code).toBe(2);
      for (const url of [
        'nonsense',
        'ftp://x',
        'https://a:b@c',
        'https://a?b',
      ]) {
        const { code } = await terminal.run(['auth', 'login', '--url', url]);
        expect(code).toBe(2);
      }
    });
  });

  it('prints a token for scripts', async () => {
    await login();
    const { stdout } = await terminal.run(['auth', 'token']);
    expect(stdout).toBe(`${portal.token()}\n`);
  });

  it('gives kubectl the user’s token', async () => {
    await login('--instance', 'work');
    const { stdout } = await terminal.run([
      ...['credential', '--lab', 'some-id', '--instance', 'work'],
    ]);
    expect(JSON.parse(stdout)).toEqual({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: portal.token() },
    });
  });

  it('gives kubectl a token only for the lab’s portal', async () => {
    await login('--instance', 'work');
    const ask = (url: string) =>
      terminal.run([
        ...['credential', '--lab', 'some-id', '--instance', 'work'],
        ...['--url', url],
      ]);
    expect((await ask(portal.url)).code).toBe(0);
    expect(await ask('https://other.example.com')).toEqual({
      code: 4,
      stdout: '',
      stderr: expect.stringContaining('to the portal https://other.example'),
    });
  });

  it('finds the sign-in of a portal that is not the current instance', async () => {
    await login('--instance', 'work');
    const ask = (env: Record<string, string>, ...more: string[]) =>
      terminal.run(
        ['credential', '--lab', 'some-id', '--url', portal.url, ...more],
        { env },
      );
    const elsewhere = {
      PYK8S_LAB_URL: 'https://other.example.com',
      PYK8S_LAB_TOKEN: 'of-another-portal',
    };
    for (const ran of [
      await ask({}),
      await ask(elsewhere),
      await ask(elsewhere, '--instance', 'renamed-since'),
    ]) {
      expect(JSON.parse(ran.stdout).status.token).toBe(portal.token());
    }
    await terminal.run(['auth', 'logout', '--instance', 'work']);
    const given = { PYK8S_LAB_URL: portal.url, PYK8S_LAB_TOKEN: 'of-ci' };
    expect(JSON.parse((await ask(given)).stdout).status.token).toBe('of-ci');
    expect(await ask(elsewhere)).toMatchObject({ code: 4, stdout: '' });
  });

  describe('a kubeconfig', () => {
    const made = async (name: string) => {
      await login('--instance', 'work');
      await terminal.run(['cluster', 'create', name, '--wait']);
    };

    it('is written to a file that only its owner can read', async () => {
      await made('file');
      const file = join(terminal.home, 'lab.yaml');
      await terminal.run(['cluster', 'get-kubeconfig', 'file', '--file', file]);
      expect((await stat(file)).mode % 0o1000).toBe(0o600);
      expect(parse(await readFile(file, 'utf8'))).toMatchObject({
        'current-context': 'kind-file',
      });
    });

    it('is merged where kubectl looks, and removed again', async () => {
      await made('merged');
      const second = join(terminal.home, 'second');
      await writeFile(second, 'apiVersion: v1\nkind: Config\n');
      const env = { KUBECONFIG: `${join(terminal.home, 'first')}:${second}` };
      await terminal.run(['cluster', 'get-kubeconfig', 'merged', '--merge'], {
        env,
      });
      expect(parse(await readFile(second, 'utf8'))).toMatchObject({
        'current-context': 'kind-merged',
      });
      await terminal.run(['cluster', 'delete', 'merged'], { env });
      expect(parse(await readFile(second, 'utf8'))).toMatchObject({
        'current-context': '',
        contexts: [],
      });
    });

    it('through the portal contains no secret, and needs https', async () => {
      await made('via');
      const { code, stderr } = await terminal.run([
        ...['cluster', 'get-kubeconfig', 'via', '--via-portal'],
      ]);
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(
          /which is not https\. Where the portal runs on this machine.*: pyk8s cluster get-kubeconfig via --merge$/m,
        ),
      ]);
    });
  });
});
