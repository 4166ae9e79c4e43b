import { refuse } from '@internal/test-utils';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ActionWorld } from '../__testUtils__/ActionWorld';
import { aDeployment, FakeCluster } from '../__testUtils__/FakeCluster';
import { RUNNING } from '../__testUtils__/FakeLabApi';

const WEB = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { selector: { matchLabels: { app: 'web' } } },
};
const SETTINGS = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings' },
  data: { a: 'b' },
};

describe('pyk8s-lab:apply', () => {
  let world: ActionWorld;
  let cluster: FakeCluster;
  let id: string;

  beforeEach(async () => {
    world = await ActionWorld.start();
    cluster = await FakeCluster.start();
    world.api.kubeconfig = cluster.kubeconfig;
    id = world.api.add({ ...RUNNING }).id;
    await write(WEB, SETTINGS);
  });
  afterEach(async () => {
    await world.stop();
    await cluster.stop();
  });

  async function write(...objects: object[]) {
    const folder = join(world.workspace, 'manifests');
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'all.yaml'),
      objects.map(object => JSON.stringify(object)).join('\n---\n'),
    );
  }
  const apply = (input: object = {}, options: object = {}) =>
    world.run('pyk8s-lab:apply', { id, path: 'manifests', ...input }, options);

  it('applies what is written, as server-side apply has it', async () => {
    const { objects } = await apply();
    expect(objects).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: 'default',
        name: 'settings',
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'default',
        name: 'web',
      },
    ]);
    expect(cluster.applied).toHaveLength(2);
    expect(cluster.applied[0]).toMatchObject({
      contentType: 'application/apply-patch+yaml',
      authorization: 'Bearer the-token-of-the-lab',
      body: SETTINGS,
    });
    expect(cluster.applied[0].url.pathname).toBe(
      '/api/v1/namespaces/default/configmaps/settings',
    );
    expect(Object.fromEntries(cluster.applied[0].url.searchParams)).toEqual({
      fieldManager: 'pyk8s-lab',
      fieldValidation: 'Strict',
      force: 'true',
    });
    expect(world.log).toEqual([
      'ConfigMap default/settings is applied',
      'Deployment default/web is applied',
      'Deployment default/web is rolled out',
    ]);
  });

  it('sends also what its client does not know', async () => {
    const newer = { ...SETTINGS, field: { of: 'tomorrow' } };
    await write(newer);
    await apply();
    expect(cluster.applied[0].body).toMatchObject(newer);
  });

  it('makes the namespace that it is given, and leaves others as they are', async () => {
    const elsewhere = {
      ...SETTINGS,
      metadata: { name: 'settings', namespace: 'other' },
    };
    await write(elsewhere, WEB);
    await apply({ namespace: 'preview' });
    expect(cluster.applied.map(({ url }) => url.pathname)).toEqual([
      '/api/v1/namespaces/preview',
      '/api/v1/namespaces/other/configmaps/settings',
      '/apis/apps/v1/namespaces/preview/deployments/web',
    ]);
  });

  it('waits until it is rolled out, and tells what it waits for', async () => {
    let looks = 0;
    cluster.answer = ({ method, url }) =>
      method === 'GET' && url.pathname.endsWith('/deployments/web')
        ? [200, aDeployment('default', looks++ < 3 ? 0 : 1)]
        : undefined;
    await apply();
    expect(looks).toBe(4);
    expect(world.log.slice(2)).toEqual([
      'Deployment default/web: 0 of 1 replicas are available',
      'Deployment default/web is rolled out',
    ]);
  });

  it('does not wait when it is told so', async () => {
    await apply({ wait: false });
    const looks = cluster.requests.filter(
      ({ method, url }) => method === 'GET' && /\/web$/.test(url.pathname),
    );
    expect(looks).toEqual([]);
    expect(world.log).toHaveLength(2);
  });

  it('says at the end of its time what keeps it', async () => {
    cluster.answer = ({ method, url: { pathname } }) => {
      if (method !== 'GET') {
        return undefined;
      }
      if (pathname.endsWith('/deployments/web')) {
        return [200, aDeployment('default', 0)];
      }
      if (pathname.endsWith('/events')) {
        const event = {
          type: 'Warning',
          reason: 'FailedCreate',
          message: 'exceeded quota',
          involvedObject: { kind: 'ReplicaSet', name: 'web-1' },
        };
        return [200, { apiVersion: 'v1', kind: 'EventList', items: [event] }];
      }
      return undefined;
    };
    await expect(apply({ timeout: '1s' })).rejects.toThrow(
      'Not everything in lab demo was rolled out within 1s. Deployment default/web: 0 of 1 replicas are available; replicaset web-1: FailedCreate – exceeded quota',
    );
  });

  it('reads and renders within its time', async () => {
    const bin = join(world.workspace, 'bin');
    await mkdir(bin);
    await writeFile(
      join(bin, 'kustomize'),
      '#!/bin/sh\nexec /bin/sleep 600\n',
      { mode: 0o755 },
    );
    await mkdir(join(world.workspace, 'slow'));
    await writeFile(
      join(world.workspace, 'slow/kustomization.yaml'),
      'namePrefix: a-',
    );
    const environment = jest.replaceProperty(process, 'env', {
      ...process.env,
      PATH: bin,
    });
    try {
      await expect(apply({ path: 'slow', timeout: '1s' })).rejects.toThrow(
        '"slow" was not read within 1s: give the step a longer timeout.',
      );
    } finally {
      environment.restore();
    }
    expect(cluster.requests).toEqual([]);
  });

  it('says which object is refused, and nothing else of the answer', async () => {
    cluster.answer = ({ method }) =>
      method === 'PATCH'
        ? [
            422,
            { kind: 'Status', message: 'data: Invalid value', details: 'x' },
          ]
        : undefined;
    await expect(apply()).rejects.toThrow(
      /^ConfigMap settings was not applied to lab demo: data: Invalid value$/,
    );
  });

  it('says what to do when the cluster cannot be reached from here', async () => {
    const closed = createServer();
    await new Promise<void>(resolve => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise(resolve => closed.close(resolve));
    world.api.kubeconfig = cluster.kubeconfig.replace(
      cluster.url,
      `http://127.0.0.1:${port}`,
    );
    await expect(apply()).rejects.toThrow(
      'cannot be reached from the portal’s backend (ECONNREFUSED). The log has the details.',
    );
    expect(world.log.join()).toContain(
      `(ECONNREFUSED). Have the portal’s administrator let labs listen where the backend reaches them (pyk8sLab.kind.reach), or use pyk8s-lab:exec`,
    );
    cluster.isSilent = true;
    world.api.kubeconfig = cluster.kubeconfig;
    await expect(apply({ timeout: '1s' })).rejects.toThrow(
      `cannot be reached from the portal’s backend (no answer within 1s)`,
    );
  });

  describe('in a cluster that says what it likes', () => {
    const answerDeployment = (answer: unknown) => {
      cluster.answer = ({ method, url }) =>
        method === 'GET' && url.pathname.endsWith('/deployments/web')
          ? [200, answer]
          : undefined;
    };

    it('reads answers up to a size', async () => {
      answerDeployment({ metadata: { name: 'x'.repeat(9 * 2 ** 20) } });
      await expect(apply()).rejects.toThrow(
        'The rollout in lab demo was not watched to its end: the API server of the lab answers with more than the portal reads: look at it with kubectl',
      );
    }, 30_000);

    it('reads so much in all of what it keeps', async () => {
      const groups = ['a', 'b', 'c'].map(name => `${name}.example.com/v1`);
      await write(
        ...groups.map(apiVersion => ({
          apiVersion,
          kind: 'Toy',
          metadata: { name: 'bear' },
        })),
      );
      cluster.answer = ({ method, url: { pathname } }) => {
        const isGroup = groups.some(group => pathname === `/apis/${group}`);
        const toys = { kind: 'Toy', name: 'toys', namespaced: true };
        return method === 'GET' && isGroup
          ? [200, { resources: [toys], more: 'x'.repeat(7 * 2 ** 20) }]
          : undefined;
      };
      await expect(apply()).rejects.toThrow(
        /^Toy bear was not applied to lab demo: .*more than the portal reads/,
      );
      expect(cluster.applied).toHaveLength(2);
    }, 30_000);

    it('follows no redirection', async () => {
      cluster.answer = ({ method }) =>
        method === 'PATCH' ? [307, {}] : undefined;
      cluster.location = `${cluster.url}/elsewhere`;
      await expect(apply()).rejects.toThrow('answered with 307');
      expect(
        cluster.requests.filter(({ url }) => url.pathname === '/elsewhere'),
      ).toEqual([]);
    });

    it('puts out what was applied, whatever is answered', async () => {
      cluster.answer = ({ method }) =>
        method === 'PATCH'
          ? [
              200,
              {
                apiVersion: 'v9',
                kind: 'Other',
                metadata: { name: 'other', namespace: 'n'.repeat(10_000) },
                spec: { selector: { matchLabels: { a: 'x'.repeat(10_000) } } },
              },
            ]
          : undefined;
      const { objects } = await apply({ wait: false });
      expect(objects).toEqual([
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          name: 'settings',
          namespace: 'n'.repeat(63),
        },
        expect.objectContaining({ kind: 'Deployment', name: 'web' }),
      ]);
      expect(world.log.join('')).not.toContain('other');
    });

    it('tells some of what it says', async () => {
      const pods = Array.from({ length: 150 }, (_, n) => ({
        metadata: { name: `web-${n}-${'x'.repeat(5_000)}` },
        status: {
          containerStatuses: [{ name: 'main', state: { running: {} } }],
        },
      }));
      cluster.answer = ({ method, url: { pathname } }) => {
        if (method !== 'GET') {
          return undefined;
        }
        if (pathname.endsWith('/deployments/web')) {
          return [200, aDeployment('default', 0)];
        }
        return pathname.endsWith('/pods')
          ? [200, { apiVersion: 'v1', kind: 'PodList', items: pods }]
          : undefined;
      };
      const { message } = await apply({ timeout: '1s' }).catch(error => error);
      expect(message).toBe(
        'Not everything in lab demo was rolled out within 1s. The log has the details.',
      );
      const [details = ''] = world.log.slice(-1);
      expect(details).toContain('; and 81 more');
      expect(details.length).toBeLessThan(12_000);
      const asked = cluster.requests.find(({ url }) =>
        url.pathname.endsWith('/pods'),
      );
      expect(asked?.url.searchParams.get('limit')).toBe('100');
    });

    it.each([
      null,
      [],
      'text',
      { status: { conditions: 'none' } },
      { kind: 'Job', status: { observedGeneration: 9, conditions: {} } },
    ])('ends in an error of one sentence: %j', async answer => {
      answerDeployment(answer);
      const { message } = await apply({ timeout: '2s' }).catch(error => error);
      expect(message).toMatch(/lab demo/);
      expect(message.length).toBeLessThanOrEqual(200);
    });
  });

  it('ends with its task', async () => {
    const controller = new AbortController();
    cluster.answer = ({ method, url }) => {
      if (method === 'GET' && url.pathname.endsWith('/deployments/web')) {
        controller.abort();
      }
      return undefined;
    };
    await expect(apply({}, { signal: controller.signal })).rejects.toThrow(
      'The task was cancelled while manifests were applied to lab demo.',
    );
  });

  it('refuses a lab with no cluster behind it, and one that does not run', async () => {
    world.api.change(id, { simulated: true });
    await expect(apply()).rejects.toThrow('lab demo is simulated');
    world.api.intercept = ({ path }, response) =>
      path.endsWith('/kubeconfig?reach=portal') &&
      refuse(response, 409, 'ConflictError', 'The lab is PAUSED: resume it.');
    await expect(apply()).rejects.toThrow(
      `Nothing was applied to lab ${id}: The lab is PAUSED: resume it.`,
    );
    expect(cluster.requests).toEqual([]);
  });

  it('says in a dry run what it would apply', async () => {
    const { objects } = await apply({}, { isDryRun: true });
    expect(objects).toHaveLength(2);
    expect(world.log).toEqual([
      `Dry run: would apply to lab ${id}: ConfigMap settings, Deployment web`,
    ]);
    expect([...world.api.requests, ...cluster.requests]).toEqual([]);
  });

  it('has the secrets of the kubeconfig in no log, output or error', async () => {
    await apply();
    const outputs = JSON.stringify(world.outputs);
    cluster.answer = ({ method }) =>
      method === 'PATCH' ? [500, 'broken'] : undefined;
    const { message, stack } = await apply().catch(error => error);
    expect(message).toContain('the API server answered with 500');
    expect(JSON.stringify([world.log, outputs, message, stack])).not.toContain(
      'the-token-of-the-lab',
    );
    expect(world.redactions).toContain('the-token-of-the-lab');
  });
});
