import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { Terminal, TestPortal } from '../__testUtils__';

jest.setTimeout(60_000);

const theirs = (...contexts: string[]) =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: contexts.map(name => ({
      name,
      cluster: { server: 'https://x' },
    })),
    users: contexts.map(name => ({ name, user: {} })),
    contexts: contexts.map(name => ({
      name,
      context: { cluster: name, user: name },
    })),
    'current-context': contexts[0],
  });

describe('the user’s kubeconfig files', () => {
  let portal: TestPortal;
  let alice: Terminal;
  let a: string;
  let b: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    portal = await TestPortal.start({
      pyk8sLab: {
        ttl: { min: '1s' },
        quotas: { simulated: { perUser: 50, perGroup: 50, total: 50 } },
        createRate: { limit: 500 },
        changeRate: { limit: 5_000 },
      },
    });
  });
  afterAll(async () => portal.stop());
  beforeEach(async () => {
    alice = await Terminal.create(portal.env());
    [a, b] = ['a.yaml', 'b.yaml'].map(name => join(alice.home, name));
    env = { KUBECONFIG: `${a}:${b}` };
    await writeFile(a, theirs('team-dev'));
    await writeFile(b, theirs('prod-like', 'kind-demo'));
  });
  afterEach(async () => alice.remove());

  const pyk8s = (...argv: string[]) => alice.run(argv, { env });
  const made = async (name: string, ttl = '1h') => {
    await pyk8s('cluster', 'create', name, '--ttl', ttl, '--wait');
  };
  const readYaml = async (file: string) => parse(await readFile(file, 'utf8'));

  /** Tests have no scheduler: each change triggers the reconciler. */
  const untilEnded = async (name: string) => {
    const labs = portal.labs();
    const [{ id }] = (await labs.listLabs({ q: name })).items;
    for (let turn = 1; (await labs.getLab(id)).status !== 'DELETED'; turn++) {
      const { id: other } = await labs.createLab({ name: `turn-${turn}` });
      await labs.deleteLab(other);
      await delay(200);
    }
  };

  it('keep their own names and current context', async () => {
    await made('demo');
    const merged = await pyk8s(
      ...['cluster', 'get-kubeconfig', 'demo', '--merge'],
    );
    expect(merged.stderr).toMatch(
      /^kubectl is switched to the context kind-demo-[0-9a-f]{8} /m,
    );
    expect(await readFile(b, 'utf8')).toBe(theirs('prod-like', 'kind-demo'));

    const deleted = await pyk8s('cluster', 'delete', 'demo');
    expect(deleted.stderr).toMatch(
      /^The context kind-demo-\w+ is removed from your kubeconfig\.\nkubectl is back at the context team-dev\.\n$/,
    );
    expect(await readYaml(a)).toEqual(parse(theirs('team-dev')));
  });

  it('reports the current context when the previous one no longer exists', async () => {
    await made('orphaned');
    await pyk8s('cluster', 'get-kubeconfig', 'orphaned', '--merge');
    await writeFile(
      a,
      (await readFile(a, 'utf8')).replaceAll('team-dev', 'team-new'),
    );
    // The lab's mark would be inherited by that replacement.
    await writeFile(
      a,
      (
        await readFile(a, 'utf8')
      ).replace('previous: team-new', 'previous: team-dev'),
    );
    const deleted = await pyk8s('cluster', 'delete', 'orphaned');
    expect(deleted.stderr).toContain(
      `kubectl uses the context prod-like now (of ${b}).\n`,
    );
  });

  it('lose expired labs with the next command', async () => {
    await made('extended', '1h');
    await made('ended', '6s');
    for (const name of ['extended', 'ended']) {
      await pyk8s('cluster', 'get-kubeconfig', name, '--merge');
    }
    // As if it had been merged before it was extended.
    await writeFile(
      a,
      (
        await readFile(a, 'utf8')
      ).replace(/expires: \S+/, 'expires: 2020-01-01T00:00:00.000Z'),
    );
    await untilEnded('ended');
    const next = await pyk8s('cluster', 'get', 'extended', '-o', 'name');
    expect([next.code, next.stdout]).toEqual([0, 'extended\n']);
    const { contexts, 'current-context': current } = await readYaml(a);
    expect(contexts).toMatchObject([
      { name: 'team-dev' },
      { name: 'kind-extended' },
    ]);
    expect(current).toBe('kind-extended');

    const { items } = await portal.labs().listLabs({ q: 'extended' });
    await portal.labs().deleteLab(items[0].id);
    const list = await pyk8s('cluster', 'list', '-o', 'name');
    expect(list.stderr).toBe(
      'The context kind-extended is removed from your kubeconfig: its lab has ended.\nkubectl is back at the context team-dev.\n',
    );
    expect(await readYaml(a)).toEqual(parse(theirs('team-dev')));
  });

  it('are not overwritten by --file', async () => {
    await made('filed');
    const link = join(alice.home, 'link.yaml');
    await symlink(a, link);
    const file = (...more: string[]) =>
      pyk8s('cluster', 'get-kubeconfig', 'filed', '--file', link, ...more);
    const refused = await file();
    expect(refused).toEqual({
      code: 5,
      stdout: '',
      stderr: expect.stringContaining(
        `pyk8s: ${link} has other clusters (team-dev): add the lab with "--merge --kubeconfig ${link}", or replace them with --force.\n`,
      ),
    });
    expect(await readFile(a, 'utf8')).toBe(theirs('team-dev'));
    expect((await file('--force')).code).toBe(0);
    expect((await file()).code).toBe(0);
    expect(await readYaml(a)).toMatchObject({
      contexts: [{ name: 'kind-filed' }],
    });
    expect(
      (await pyk8s('cluster', 'get-kubeconfig', 'filed', '--force')).code,
    ).toBe(2);
  });
});
