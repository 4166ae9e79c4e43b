import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { InstalledCli, Terminal, TestPortal, TlsProxy } from '../__testUtils__';

const bash = (script: string, env: Record<string, string>) =>
  promisify(execFile)('bash', ['--norc', '-c', script], { env });

jest.setTimeout(180_000);

describe('pyk8s as it is published', () => {
  let cli: InstalledCli;
  let portal: TestPortal;
  let alice: Terminal;

  beforeAll(async () => {
    [cli, portal] = await Promise.all([
      InstalledCli.install(),
      TestPortal.start({
        pyk8sLab: {
          quotas: { simulated: { perUser: 20, perGroup: 20, total: 20 } },
        },
      }),
    ]);
    alice = await Terminal.create(portal.env());
  });
  afterAll(async () => {
    await Promise.all([cli?.remove(), portal?.stop(), alice?.remove()]);
  });

  it('runs without the source of the portal', async () => {
    const { env } = alice;
    const help = await cli.run(['--help'], { env });
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('pyk8s cluster create --name demo --ttl 2h');
    const { version } = JSON.parse(
      await readFile(join(__dirname, '../../package.json'), 'utf8'),
    );
    expect((await cli.run(['--version'], { env })).stdout).toBe(`${version}\n`);
  });

  it('has an example in the help of every command', async () => {
    const { env } = alice;
    const commands = [
      ...['auth login', 'auth logout', 'auth status', 'auth use'],
      ...['completion', 'credential', 'doctor'],
      ...(await cli.run(['__complete', '--', 'cluster', ''], { env })).stdout
        .trim()
        .split('\n')
        .map(name => `cluster ${name}`),
    ];
    expect(commands.length).toBeGreaterThan(19);
    for (const command of commands) {
      const { stdout } = await cli.run([...command.split(' '), '--help'], {
        env,
      });
      expect(stdout).toMatch(/\nExamples\n {2}\S/);
    }
  });

  it('makes, uses and deletes a lab', async () => {
    const { env } = alice;
    const pyk8s = (...argv: string[]) => cli.run(argv, { env });
    const made = await pyk8s('cluster', 'create', 'demo', '--wait');
    expect(made).toMatchObject({ code: 0 });
    const list = await pyk8s('cluster', 'list', '-o', 'json');
    expect(JSON.parse(list.stdout)).toMatchObject([
      { name: 'demo', status: 'RUNNING' },
    ]);
    const ran = await cli.run(
      ['cluster', 'exec', 'demo', '-i', '--', 'kubectl', 'apply', '-f', '-'],
      { env, stdin: 'kind: Pod' },
    );
    expect(ran.stdout).toContain('kubectl apply -f - (with 9 bytes to read)');

    await pyk8s('cluster', 'get-kubeconfig', 'demo', '--merge');
    expect(await readFile(alice.kubeconfig, 'utf8')).toContain(
      'current-context: kind-demo',
    );
    const deleted = await pyk8s('cluster', 'delete', 'demo', '--wait');
    expect(deleted.stderr).toContain('The context kind-demo is removed');
    expect(await readFile(alice.kubeconfig, 'utf8')).not.toContain('kind-demo');
  });

  it('does not read the standard input of a shell', async () => {
    await portal.labs().createLab({ name: 'piped' });
    await cli.run(['cluster', 'wait', 'piped'], { env: alice.env });
    const env = { ...alice.env, PATH: cli.path(alice.env.PATH) };
    const loop = async (exec: string) => {
      portal.commands.length = 0;
      await bash(
        `printf 'a\nb\nc\n' | while read x; do ${exec} "$x"; done`,
        env,
      );
      return portal.commands.map(words => words.at(-1));
    };
    expect(await loop('pyk8s cluster exec piped -- kubectl get')).toEqual([
      ...'abc',
    ]);
    // Scripts for older versions, which sent input by default, use this option.
    expect(
      await loop('pyk8s cluster exec piped --no-stdin -- kubectl get'),
    ).toEqual([...'abc']);
    expect(await loop('pyk8s cluster exec piped -i -- kubectl get')).toEqual([
      'a',
    ]);

    // A pipe that is never closed.
    const child = spawn(
      cli.bin,
      ['cluster', 'exec', 'piped', '--', 'kubectl', 'get', 'pods'],
      { env, stdio: ['pipe', 'ignore', 'ignore'] },
    );
    expect(await once(child, 'exit')).toEqual([0, null]);
    const forgotten = await cli.run(
      ['cluster', 'exec', 'piped', '--', 'kubectl', 'apply', '-f', '-'],
      { env, stdin: 'kind: Pod' },
    );
    expect(forgotten.stderr).toContain('add -i to send what is piped in');
  });

  it('authenticates kubectl without a PATH or settings', async () => {
    const proxy = await TlsProxy.start(
      alice.home,
      Number(new URL(portal.url).port),
    );
    const settings = join(alice.home, 'settings');
    const { PYK8S_LAB_TOKEN, PYK8S_LAB_URL, ...rest } = alice.env;
    const env = {
      ...rest,
      XDG_CONFIG_HOME: settings,
      NODE_EXTRA_CA_CERTS: proxy.certificateFile,
    };
    try {
      await portal.labs().createLab({ name: 'bare' });
      await cli.run(
        [
          ...['auth', 'login', '--url', proxy.url],
          ...['--instance', 'work', '--token-stdin'],
        ],
        { env, stdin: PYK8S_LAB_TOKEN },
      );
      // The current instance is another portal meanwhile.
      await cli.run(
        ['auth', 'login', '--url', PYK8S_LAB_URL, '--token-stdin'],
        { env, stdin: PYK8S_LAB_TOKEN },
      );
      const file = join(alice.home, 'bare.yaml');
      await cli.run(
        [
          ...['cluster', 'get-kubeconfig', 'bare', '--instance', 'work'],
          ...['--via-portal', '--file', file],
        ],
        { env },
      );
      const { users } = parse(await readFile(file, 'utf8'));
      const { exec } = users[0].user;
      expect(JSON.stringify(exec)).not.toContain('mock-user-token');
      const given: Record<string, string> = {};
      for (const { name, value } of exec.env) {
        given[name] = value;
      }
      expect(given).toEqual({
        XDG_CONFIG_HOME: settings,
        NODE_EXTRA_CA_CERTS: proxy.certificateFile,
      });
      // As run by a kubectl that was started with "env -i kubectl".
      const { stdout } = await promisify(execFile)(exec.command, exec.args, {
        env: given,
        cwd: '/',
      });
      expect(JSON.parse(stdout)).toMatchObject({
        kind: 'ExecCredential',
        status: { token: portal.token() },
      });
    } finally {
      proxy.stop();
    }
  });

  it('needs no home folder if it stores nothing', async () => {
    // As for a user id that has no name: setpriv --reuid 54321 env -u HOME pyk8s …
    const homeless = join(alice.home, 'homeless.cjs');
    await writeFile(
      homeless,
      `require('node:os').homedir = () => {
         throw new Error('A system error occurred: uv_os_homedir returned ENOENT');
       };`,
    );
    const { HOME, ...env } = alice.env;
    const pyk8s = (...argv: string[]) =>
      cli.run(argv, {
        env: { ...env, NODE_OPTIONS: `--require=${homeless}` },
        stdin: portal.token(),
      });
    const all = [
      await pyk8s('cluster', 'create', 'homeless', '--wait'),
      await pyk8s('cluster', 'list'),
      await pyk8s('cluster', 'get-kubeconfig', 'homeless'),
      await pyk8s('auth', 'status'),
      await pyk8s('auth', 'token'),
      await pyk8s('doctor'),
      await pyk8s('cluster', 'delete', 'homeless'),
    ];
    expect(all.map(({ code, stderr }) => [code, stderr])).toEqual(
      all.map(() => [0, expect.not.stringMatching(/homedir|HOME/)]),
    );
    for (const argv of [
      ['cluster', 'get-kubeconfig', 'piped', '--merge'],
      ['auth', 'login', '--url', portal.url, '--token-stdin'],
    ]) {
      const { code, stderr } = await pyk8s(...argv);
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('have no home folder'),
      ]);
    }
  });

  it('says on Ctrl-C what continues', async () => {
    const cut = await cli.run(
      ['cluster', 'create', 'cut', '--wait', '--timeout', '1m'],
      {
        env: alice.env,
        onStart: child =>
          child.stderr?.on('data', data => {
            if (String(data).includes('PROVISIONING')) {
              child.kill('SIGINT');
            }
          }),
      },
    );
    expect(cut.code).toBe(130);
    expect(cut.stderr).toContain('"pyk8s cluster delete cut" removes it');
  });

  it('completes words in bash', async () => {
    await portal.labs().createLab({ name: 'completed' });
    const env = { ...alice.env, PATH: cli.path(alice.env.PATH) };
    const complete = async (line: string) => {
      const words = line.split(' ');
      const { stdout } = await bash(
        `source <(pyk8s completion bash)
         complete -p pyk8s >/dev/null || exit 1
         COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')})
         COMP_CWORD=${words.length - 1}
         _pyk8s && printf '%s\\n' "\${COMPREPLY[@]}"`,
        env,
      );
      return stdout.trim().split('\n');
    };
    expect(await complete('pyk8s cl')).toEqual(['cluster']);
    expect(await complete('pyk8s lab get-')).toEqual(['get-kubeconfig']);
    expect(await complete('pyk8s cluster get comp')).toEqual(['completed']);
    expect(await complete('pyk8s cluster list --out')).toEqual(['--output']);
    expect(await complete('pyk8s cluster list --output j')).toEqual(['json']);
    expect(await complete('pyk8s completion ')).toEqual([
      'bash',
      'fish',
      'zsh',
    ]);
  });

  it('never prints a token', async () => {
    const file = join(alice.home, 'token');
    await writeFile(file, portal.token());
    const { PYK8S_LAB_TOKEN, PYK8S_LAB_URL, ...env } = alice.env;
    const pyk8s = (argv: string[], stdin?: string) =>
      cli.run(argv, { env, stdin });
    const all = [
      await pyk8s(
        ['auth', 'login', '--url', PYK8S_LAB_URL, '--token-stdin'],
        `${PYK8S_LAB_TOKEN}\n`,
      ),
      await pyk8s(['auth', 'status']),
      await pyk8s(['auth', 'status', '-o', 'json']),
      await pyk8s(['doctor']),
      await pyk8s(['cluster', 'list', '-o', 'yaml']),
      await pyk8s(['auth', 'logout']),
    ];
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
    const said = all.map(({ stdout, stderr }) => stdout + stderr).join();
    expect(said).toContain(PYK8S_LAB_URL);
    expect(said).not.toContain('mock-user-token');
    expect((await pyk8s(['cluster', 'list'])).code).toBe(4);
  });
});
