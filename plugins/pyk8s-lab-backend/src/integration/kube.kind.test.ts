import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  labReadPermission,
  type Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import kind from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-kind';
import type { Knex } from 'knex';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { permissionFeatures } from '../__testUtils__/permissionFeatures';
import { CLUSTER_TIMEOUT_MS, describeWithKind } from '@internal/test-utils';
import { TlsFront } from './__testUtils__/TlsFront';
import { Kubectl, type RunningKubectl } from './__testUtils__/Kubectl';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const ADMINS = ['group:default/platform-admins'];

const pod = (name: string, image: string, script: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          name: 'main',
          image,
          imagePullPolicy: 'Never',
          command: ['sh', '-c', script],
        },
      ],
    },
  });

const COREDNS = ['--namespace=kube-system', 'deployment/coredns', ':8080'];

/** What CoreDNS answers at its end of a port forward. */
async function healthThrough(forward: RunningKubectl): Promise<string> {
  const listening = /Forwarding from 127\.0\.0\.1:(\d+)/;
  await forward.printed(listening);
  const [, port] = listening.exec(forward.output()) ?? [];
  return (await fetch(`http://127.0.0.1:${port}/health`)).text();
}

// One cluster for everything: a test builds on the ones before it.
describeWithKind('kubectl through the portal', () => {
  let knex: Knex;
  let world: ApiWorld;
  let front: TlsFront;
  let lab: Lab;
  /** The owner, a viewer, and a user without rights. */
  let alice: Kubectl;
  let rita: Kubectl;
  let bob: Kubectl;

  const kubectlOf = (name: string, env?: Record<string, string>) =>
    Kubectl.create({
      server: `${front.url}/api/pyk8s-lab/labs/${lab.id}/kube`,
      authorityData: front.authorityData,
      token: mockCredentials.user.token(`user:default/${name}`),
      env,
    });

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    world = await ApiWorld.start(
      knex,
      {
        defaultProvider: 'kind',
        kind: { capacity: { minFreeMemory: '64Mi', minFreeDisk: '64Mi' } },
      },
      {
        features: [
          kind,
          ...permissionFeatures(ADMINS, (userRef, { permission }) =>
            userRef === 'user:default/rita' &&
            permission.name === labReadPermission.name
              ? { result: AuthorizeResult.ALLOW }
              : undefined,
          ),
        ],
        root: { permission: { enabled: true } },
      },
    );
    const made = await world.client('alice').createLab({ name: 'demo' });
    lab = await world.until('alice', made.id, 'RUNNING');
    front = await TlsFront.start(world.server.port());
    [alice, rita, bob] = await Promise.all(
      ['alice', 'rita', 'bob'].map(name => kubectlOf(name)),
    );
  }, CLUSTER_TIMEOUT_MS);

  afterAll(async () => {
    await Promise.all([alice, rita, bob].map(one => one?.remove()));
    if (lab) {
      await world.client('alice').deleteLab(lab.id);
      await world.until('alice', lab.id, 'DELETED');
    }
    await front?.stop();
    await world?.stop();
    await knex.destroy();
  }, CLUSTER_TIMEOUT_MS);

  const image = async () => {
    const names = await alice.run(
      'get',
      'nodes',
      '--output=jsonpath={.items[*].status.images[*].names[*]}',
    );
    const found = names.split(' ').find(name => /\/busybox:/.test(name));
    if (!found) {
      throw new Error(`The node has no busybox, only ${names}`);
    }
    return found;
  };

  it('gets what there is, as the administrator', async () => {
    expect(await alice.run('get', 'nodes')).toMatch(/control-plane .*Ready/);
    expect(await alice.run('auth', 'can-i', '*', '*')).toBe('yes');
    expect(
      await alice.run(
        ...['get', '--raw', `/api/pyk8s-lab/labs/${lab.id}/kube/readyz`],
      ),
    ).toBe('ok');
  }, 60_000);

  it('shows everything but secrets to those who may only see the lab', async () => {
    expect(await rita.run('get', 'nodes')).toMatch(/Ready/);
    await expect(rita.run('get', 'secrets', '-A')).rejects.toThrow('Forbidden');
    await expect(
      rita.run('create', 'configmap', 'mine', '--from-literal=a=b'),
    ).rejects.toThrow('configmaps is forbidden');
  }, 60_000);

  it('is not there for strangers', async () => {
    await expect(bob.run('get', 'pods')).rejects.toThrow('NotFound');
  }, 60_000);

  it('applies, watches, and follows logs', async () => {
    const watch = alice.start('get', 'configmaps', '--watch', '--output=name');
    const ritas = rita.start('get', 'configmaps', '--watch', '--output=name');
    await watch.printed('configmap/kube-root-ca.crt');
    await ritas.printed('configmap/kube-root-ca.crt');
    await alice.withInput(
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings' },
        data: { a: 'b' },
      }),
      'apply',
      '--filename=-',
    );
    await watch.printed('configmap/settings');
    await ritas.printed('configmap/settings');
    watch.process.kill('SIGINT');
    ritas.process.kill('SIGINT');

    await alice.withInput(
      pod(
        'web',
        await image(),
        'n=0; while true; do echo line $n; n=$((n+1)); sleep 0.2; done',
      ),
      'apply',
      '--filename=-',
    );
    await alice.run('wait', '--for=condition=Ready', 'pod/web');
    const logs = alice.start('logs', '--follow', 'web');
    await logs.printed('line 3');
    const [, last] = /line (\d+)\s*$/.exec(logs.output()) ?? [];
    await logs.printed(`line ${Number(last) + 5}\n`);
    logs.process.kill('SIGINT');
    await logs.ended;
    await expect(rita.run('logs', 'web')).rejects.toThrow(
      'this needs the permission pyk8s-lab.lab.logs',
    );
  }, 120_000);

  it('runs commands, with input, output and exit codes', async () => {
    expect(await alice.run('exec', 'web', '--', 'echo', 'hello')).toBe('hello');
    expect(
      await alice.withInput('to be read', 'exec', '-i', 'web', '--', 'cat'),
    ).toBe('to be read');
    await expect(
      alice.run('exec', 'web', '--', 'sh', '-c', 'exit 7'),
    ).rejects.toMatchObject({ code: 7 });
    await expect(rita.run('exec', 'web', '--', 'id')).rejects.toThrow(
      'Forbidden',
    );
  }, 120_000);

  it('takes the older protocol, too', async () => {
    const old = await kubectlOf('alice', {
      KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false',
      KUBECTL_PORT_FORWARD_WEBSOCKETS: 'false',
    });
    try {
      expect(
        await old.withInput('by SPDY', 'exec', '-i', 'web', '--', 'cat'),
      ).toBe('by SPDY');
      await expect(
        old.run('exec', 'web', '--', 'sh', '-c', 'exit 7'),
      ).rejects.toMatchObject({ code: 7 });
      const forward = old.start('port-forward', ...COREDNS);
      expect(await healthThrough(forward)).toBe('OK');
    } finally {
      await old.remove();
    }
  }, 60_000);

  it('answers as whom it is asked to, or refuses', async () => {
    const jane = ['--as=jane', '--as-group=testers, all', '--as-uid=7'];
    const whoami = await alice.run('auth', 'whoami', '--output=json', ...jane);
    expect(JSON.parse(whoami).status.userInfo).toMatchObject({
      username: 'jane',
      uid: '7',
      groups: expect.arrayContaining(['testers, all']),
    });
    const reader = '--as=system:serviceaccount:default:reader';
    await expect(
      alice.run('auth', 'can-i', 'delete', 'nodes', reader),
    ).rejects.toMatchObject({ stdout: 'no\n' });
    await expect(
      alice.run('exec', 'web', '--as=jane', '--', 'id'),
    ).rejects.toThrow(/User "jane" cannot/);
    for (const args of [
      ['get', 'pods'],
      ['exec', 'web', '--', 'id'],
    ]) {
      await expect(rita.run('--as=jane', ...args)).rejects.toThrow(
        'Acting as somebody else',
      );
    }
  }, 60_000);

  it('is led on by its API server', async () => {
    const raw = (path: string) =>
      alice.run('get', '--raw', `/api/pyk8s-lab/labs/${lab.id}/kube${path}`);
    expect(await raw('/openapi/v3/apis/apps/v1?hash=STALE')).toContain(
      '"openapi":"3.0.0"',
    );
    expect(await alice.run('explain', 'deployment.spec')).toContain('replicas');
    const service = '/api/v1/namespaces/kube-system/services/kube-dns:metrics';
    expect(await raw(`${service}/proxy/metrics`)).toContain('coredns_');
    // Without its slash it is redirected, and then CoreDNS has no such page.
    await expect(raw(`${service}/proxy`)).rejects.toThrow('(NotFound)');
  }, 60_000);

  it('takes long commands where the portal reads them', async () => {
    const script = `echo ${'x'.repeat(20_000)} | wc -c`;
    const run = () => alice.run('exec', 'web', '--', 'sh', '-c', script);
    await expect(run()).rejects.toThrow(
      /larger than the 16384 bytes.*kubectl exec -i/,
    );
    Object.assign(world.server, { maxHeaderSize: 2 ** 19 });
    try {
      expect(await run()).toBe('20001');
      const names = Array.from({ length: 2_000 }, (_, n) => `name-${n}`);
      expect(
        await alice.run(
          'get',
          'pods',
          `--selector=app in (${names.join(',')})`,
        ),
      ).not.toContain('web');
    } finally {
      Object.assign(world.server, { maxHeaderSize: undefined });
    }
  }, 60_000);

  it('has a shell in a terminal', async () => {
    const socket = `pyk8s-lab-${process.pid}`;
    const tmux = (...args: string[]) =>
      execFileSync('tmux', ['-L', socket, ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    const screen = async (what: RegExp) => {
      while (!what.test(tmux('capture-pane', '-p'))) {
        await delay(100);
      }
    };
    tmux(
      'new-session',
      '-d',
      '-x',
      '100',
      '-y',
      '30',
      'kubectl',
      ...alice.args(['exec', '-it', 'web', '--', 'sh']),
    );
    try {
      await screen(/[#$] ?$/m);
      tmux('send-keys', 'stty size; echo $((6 * 7))', 'Enter');
      await screen(/^\d+ 100\s+42/m);
      tmux('resize-window', '-x', '80', '-y', '20');
      await delay(500);
      tmux('send-keys', 'clear; stty size', 'Enter');
      await screen(/^\d+ 80$/m);
      expect(tmux('list-panes')).toContain('(active)');
      tmux('send-keys', 'exit', 'Enter');
      await delay(500);
    } finally {
      try {
        tmux('kill-server');
      } catch {
        // It ends with its last session.
      }
    }
  }, 60_000);

  it('forwards ports', async () => {
    const forward = alice.start('port-forward', ...COREDNS);
    for (let n = 0; n < 3; n++) {
      expect(await healthThrough(forward)).toBe('OK');
    }
    forward.process.kill('SIGINT');
    await forward.ended;
  }, 60_000);

  it('copies files both ways, as they are', async () => {
    const bytes = randomBytes(20 * 2 ** 20);
    const there = join(alice.directory, 'there');
    const back = join(alice.directory, 'back');
    await writeFile(there, bytes);
    await alice.run('cp', there, 'web:/tmp/there');
    await alice.run('cp', 'web:/tmp/there', back);
    expect((await readFile(back)).equals(bytes)).toBe(true);
  }, 120_000);

  it('writes down what went on, and no command', async () => {
    const { items } = await world.client('alice').getLabActivity(lab.id);
    const sessions = items.filter(({ type }) => type === 'lab.kube-session');
    expect(sessions.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^A command in the pod default\/web \(.*\/exec\) ended after/,
        ),
        expect.stringMatching(
          /^A port forward to the pod kube-system\/coredns/,
        ),
      ]),
    );
    expect(JSON.stringify(items)).not.toContain('hello');
    expect(world.logged.join('\n')).not.toContain('hello');
  }, 60_000);

  it(
    'is told when the lab is paused, which ends a watch',
    async () => {
      const watch = alice.start('get', 'pods', '--watch');
      await watch.printed('web');
      await world.client('alice').pauseLab(lab.id);
      await watch.ended;
      await world.until('alice', lab.id, 'PAUSED');
      await expect(alice.run('get', 'pods')).rejects.toThrow(
        'the lab "demo" is PAUSED. Resume it first.',
      );
      await world.client('alice').resumeLab(lab.id);
      await world.until('alice', lab.id, 'RUNNING');
      expect(await alice.run('get', 'pods')).toContain('web');
    },
    CLUSTER_TIMEOUT_MS,
  );
});
