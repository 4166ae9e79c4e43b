import { parse } from 'yaml';
import { hardToQuoteCommands, Terminal, TestPortal } from '../__testUtils__';

jest.setTimeout(60_000);

describe('pyk8s cluster', () => {
  let portal: TestPortal;
  let alice: Terminal;
  let bob: Terminal;
  let carol: Terminal;

  beforeAll(async () => {
    portal = await TestPortal.start({
      pyk8sLab: {
        quotas: { simulated: { perUser: 50, perGroup: 50, total: 200 } },
        createRate: { limit: 500 },
        changeRate: { limit: 5_000 },
        exec: { commands: ['kubectl', 'show'] },
      },
    });
    [alice, bob, carol] = await Promise.all(
      ['alice', 'bob', 'carol'].map(user => Terminal.create(portal.env(user))),
    );
  });
  afterAll(async () => {
    await portal.stop();
    await Promise.all([alice, bob, carol].map(each => each.remove()));
  });

  it('creates a lab and shows its progress', async () => {
    const made = await alice.run([
      ...['cluster', 'create', '--name', 'demo', '--ttl', '2h'],
      ...['--workers', '1', '--purpose', 'a try', '--wait'],
    ]);
    expect(made).toMatchObject({ code: 0 });
    expect(made.stdout).toMatch(/^Name: +demo$/m);
    expect(made.stdout).toMatch(/^Status: +RUNNING$/m);
    expect(made.stdout).toMatch(/^Purpose: +a try$/m);
    expect(made.stderr).toMatch(/demo: PROVISIONING\n/);
    expect(made.stderr).toMatch(/^ {2}control-plane \(\d+\.\d s\)$/m);
    expect(made.stderr).toContain('demo: RUNNING\n');
    expect(made.stderr).toMatch(/It is simulated.*pyk8s cluster exec demo/);
    expect(made.stdout).toMatch(
      /^Portal: +https:\/\/portal\.example\.com\/labs\/[0-9a-f-]{36}$/m,
    );
    // Not a terminal: no spinner and no colours.
    expect(made.stdout + made.stderr).not.toContain('\u001b');

    const shown = await alice.run(['lab', 'get', 'demo', '-o', 'json']);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      name: 'demo',
      status: 'RUNNING',
      ttlSeconds: 7_200,
      spec: { workers: 1 },
    });
  });

  it('takes a lifetime in hours, and prints only the name', async () => {
    const made = await alice.run([
      ...['cluster', 'create', 'hours', '--ttl-hours', '2', '-o', 'name'],
    ]);
    expect(made).toEqual({ code: 0, stdout: 'hours\n', stderr: '' });
    const { stdout } = await alice.run(['lab', 'get', 'hours', '-o', 'yaml']);
    expect(parse(stdout)).toMatchObject({ ttlSeconds: 7_200 });
  });

  it('lists the caller’s labs by default, and applies filters', async () => {
    await portal.labs('bob').createLab({ name: 'of-bob' });
    await portal
      .labs('bob')
      .createLab({ name: 'of-team', owner: 'group:default/team-a' });
    const names = async (terminal: Terminal, ...args: string[]) => {
      const { stdout, code } = await terminal.run([
        ...['cluster', 'list', '-o', 'name', ...args],
      ]);
      expect(code).toBe(0);
      return stdout.split('\n').filter(Boolean).sort();
    };
    expect(await names(alice)).toEqual(['demo', 'hours', 'of-team']);
    expect(await names(alice, '--owner', 'team-a')).toEqual(['of-team']);
    expect(await names(alice, '-q', 'a try')).toEqual(['demo']);
    expect(await names(alice, '--status', 'error')).toEqual([]);
    expect(await names(carol)).toEqual([]);
    expect(await names(carol, '--all')).toEqual([
      ...['demo', 'hours', 'of-bob', 'of-team'],
    ]);
    const { stdout } = await alice.run(['cluster', 'ls']);
    expect(stdout).toMatch(
      /^NAME +OWNER +STATUS +VERSION +NODES +LEFT +AGE +ID$/m,
    );
    expect(stdout).toMatch(/^of-team +group:team-a /m);
  });

  it('lists the candidates of an ambiguous name', async () => {
    await portal.labs().createLab({ name: 'twin' });
    const { id } = await portal
      .labs()
      .createLab({ name: 'twin', owner: 'group:default/team-b' });
    const unclear = await alice.run(['cluster', 'get', 'twin']);
    expect(unclear.code).toBe(2);
    expect(unclear.stderr).toContain(
      'There are 2 labs named twin: group:default/team-b/twin',
    );
    expect(unclear.stderr).toContain(id);
    for (const args of [
      ['team-b/twin'],
      ['group:default/team-b/twin'],
      ['twin', '--owner', 'group:team-b'],
      [id],
    ]) {
      const { stdout } = await alice.run([
        ...['cluster', 'get', ...args, '-o', 'json'],
      ]);
      expect(JSON.parse(stdout).id).toBe(id);
    }
    // A name alone never means another user's lab, even for a caller who can see it.
    const others = await carol.run(['cluster', 'delete', 'demo']);
    expect(others.code).toBe(3);
    expect(others.stderr).toContain('user:default/alice/demo');
  });

  it('has an exit code for each kind of error', async () => {
    const codes = async (terminal: Terminal, ...argv: string[]) =>
      (await terminal.run(['cluster', ...argv])).code;
    expect(await codes(alice, 'create', 'Demo!')).toBe(2);
    expect(await codes(alice, 'create', 'x', '--ttl', 'soon')).toBe(2);
    expect(await codes(alice, 'create', 'x', '--ttl', '1s')).toBe(2);
    expect(await codes(alice, 'create', 'x', '--nonsense')).toBe(2);
    expect(await codes(alice, 'wait', 'x', '--timeout', '25d')).toBe(2);
    expect(await codes(alice, 'list', '--watch', '-o', 'yaml')).toBe(2);
    expect(await codes(alice, 'get', 'nothing')).toBe(3);
    expect(
      await codes(alice, 'create', 'x', '--owner', 'group:default/team-z'),
    ).toBe(4);
    expect(await codes(alice, 'create', 'demo')).toBe(5);
    expect(await codes(bob, 'get', 'demo')).toBe(3);
    const { code, stderr } = await alice.run(['cluster', 'list'], {
      env: { PYK8S_LAB_TOKEN: 'wrong' },
    });
    expect([code, stderr]).toEqual([
      4,
      expect.stringContaining('pyk8s auth login'),
    ]);
    const unreachable = await alice.run(['cluster', 'list'], {
      env: { PYK8S_LAB_URL: 'http://127.0.0.1:9' },
    });
    expect(unreachable.code).toBe(1);
    expect(unreachable.stderr).toMatch(/^pyk8s: .* cannot be reached .*\n$/);
  });

  it('extends, pauses and resumes', async () => {
    const before = await portal.labs().listLabs({ q: 'demo' });
    await alice.run(['cluster', 'extend', 'demo', '--by', '30m']);
    const [after] = (await portal.labs().listLabs({ q: 'demo' })).items;
    expect(
      Date.parse(after.expiresAt ?? '') -
        Date.parse(before.items[0].expiresAt ?? ''),
    ).toBe(1_800_000);
    const paused = await alice.run(['cluster', 'pause', 'demo', '--wait']);
    expect(paused.stdout).toMatch(/^Status: +PAUSED$/m);
    const resumed = await alice.run(['cluster', 'resume', 'demo', '--wait']);
    expect(resumed.stdout).toMatch(/^Status: +RUNNING$/m);
  });

  it('times out with exit code 124', async () => {
    const { code, stderr } = await alice.run([
      ...['cluster', 'wait', 'demo', '--for', 'paused', '--timeout', '1s'],
    ]);
    expect(code).toBe(124);
    expect(stderr).toContain('The lab demo was not PAUSED within 1s');
  });

  it('says on Ctrl-C what continues', async () => {
    const controller = new AbortController();
    const made = await alice.run(['cluster', 'create', 'cut', '--wait'], {
      signal: controller.signal,
      onError: said => {
        if (said.includes('PROVISIONING')) {
          controller.abort('SIGINT');
        }
      },
    });
    expect(made.code).toBe(130);
    expect(made.stderr).toContain(
      'The lab cut is still being provisioned: "pyk8s cluster wait cut" waits on, "pyk8s cluster delete cut" removes it.',
    );
    expect(await portal.labs().listLabs({ q: 'cut' })).toMatchObject({
      totalItems: 1,
    });
  });

  it('runs commands with their exit codes, and prints logs', async () => {
    const ran = await alice.run([
      ...['cluster', 'exec', 'demo', '--', 'kubectl', 'get', 'nodes', '-o'],
      'jsonpath={.items[*].metadata.name}',
    ]);
    expect(ran.stderr).toBe('');
    expect(ran.code).toBe(0);
    const logs = await alice.run(['cluster', 'logs', 'demo']);
    expect(logs.code).toBe(0);
    expect(logs.stdout).not.toBe('');
    const odd = await alice.run([
      'cluster',
      'logs',
      'demo',
      '--unit',
      'x',
      '--pod',
      'y',
    ]);
    expect(odd.code).toBe(2);
    expect(odd.stderr).toContain('--pod cannot be used with --unit');
  });

  it('runs exactly the given arguments', async () => {
    const { items } = await portal.labs().listLabs({ q: 'demo' });
    for (const words of hardToQuoteCommands(200)) {
      portal.commands.length = 0;
      const ran = await portal.labs().execInLab(items[0].id, { argv: words });
      expect([ran.exitCode, portal.commands]).toEqual([0, [words]]);
    }
  });

  it('does not show provisioning steps while it waits for a pause', async () => {
    const paused = await alice.run(['cluster', 'pause', 'demo', '--wait']);
    expect(paused.stderr).toContain('demo: PAUSED\n');
    const resumed = await alice.run(['cluster', 'resume', 'demo', '--wait']);
    expect(resumed.stderr).toContain('demo: RUNNING\n');
    const waited = await alice.run(['cluster', 'wait', 'demo']);
    expect(paused.stderr + resumed.stderr + waited.stderr).not.toContain(
      'control-plane',
    );
  });

  it('deletes, and waits until it is deleted', async () => {
    const [{ id }] = (await portal.labs().listLabs({ q: 'demo' })).items;
    const deleted = await alice.run(['cluster', 'delete', 'demo', '--wait']);
    expect(deleted).toMatchObject({
      code: 0,
      stdout: 'The lab demo is deleted.\n',
    });
    expect(deleted.stderr).not.toContain('control-plane');
    expect((await alice.run(['cluster', 'get', 'demo'])).code).toBe(3);
    const gone = ['cluster', 'wait', 'demo', '--for', 'deleted'];
    expect((await alice.run(gone)).code).toBe(0);
    expect(await alice.run(['cluster', 'delete', id])).toMatchObject({
      code: 0,
      stdout: 'The lab demo is already deleted.\n',
    });
  });
});
