import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import labs from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend';
import kind from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-kind';
import { stringify } from 'yaml';
import { ActionRunner } from '../__testUtils__/ActionRunner';
import { CLUSTER_TIMEOUT_MS, describeWithKind } from '@internal/test-utils';
import { PortalWorld } from '../__testUtils__/PortalWorld';

/** A Deployment of one image. */
const deployment = (name: string, image: string, more: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'main', image, ...more }],
      },
    },
  },
});

const customResource = [
  {
    apiVersion: 'example.com/v1',
    kind: 'Toy',
    metadata: { name: 'bear' },
    spec: { size: 3 },
  },
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'toys.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'toys', singular: 'toy', kind: 'Toy' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: {
                  type: 'object',
                  properties: { size: { type: 'integer' } },
                },
              },
            },
          },
        },
      ],
    },
  },
];

// One cluster for everything.
describeWithKind('Templates on a real cluster', () => {
  let world: PortalWorld;
  let actions: ActionRunner;
  let id: string;
  let image: string;

  const write = async (files: Record<string, object[]>) => {
    await rm(join(actions.workspace, 'manifests'), {
      recursive: true,
      force: true,
    });
    for (const [name, objects] of Object.entries(files)) {
      const file = join(actions.workspace, 'manifests', name);
      await mkdir(join(file, '..'), { recursive: true });
      await writeFile(file, objects.map(one => stringify(one)).join('---\n'));
    }
  };
  const apply = (input: object = {}) =>
    actions.run('pyk8s-lab:apply', { id, path: 'manifests', ...input });
  const kubectl = async (command: string) =>
    (await actions.run('pyk8s-lab:exec', { id, command: `kubectl ${command}` }))
      .output;

  beforeAll(async () => {
    world = await PortalWorld.start({
      features: [labs, kind],
      templates: ['ephemeral-cluster'],
      pyk8sLab: {
        defaultProvider: 'kind',
        kind: { capacity: { minFreeMemory: '64Mi', minFreeDisk: '64Mi' } },
      },
    });
    actions = await ActionRunner.create(world.access);
    const task = await world.begin('ephemeral-cluster', {
      name: 'demo',
      ttl: '1h',
    });
    const { status, error } = await world.ended(task);
    if (status !== 'completed') {
      throw new Error(error);
    }
    [{ id }] = (await world.labs.listLabs()).items;
    const { items } = await world.labs.listLabImages(id);
    const found = items
      .flatMap(({ names }) => names)
      .find(name => /pause:/.test(name));
    if (!found) {
      throw new Error('The nodes have no image that runs and does nothing');
    }
    image = found;
  }, CLUSTER_TIMEOUT_MS);

  afterAll(async () => {
    for (const lab of (await world.labs.listLabs()).items) {
      await actions.run('pyk8s-lab:delete', { id: lab.id, wait: true });
    }
    await actions.remove();
    await world.stop();
  }, CLUSTER_TIMEOUT_MS);

  it('applies a folder, in an order that works, and waits until it is rolled out', async () => {
    await write({
      'a/web.yaml': [deployment('web', image)],
      'b.yaml': customResource,
      'z.yaml': [
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } },
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'settings', namespace: 'other' },
          data: { a: 'b' },
        },
      ],
    });
    const { objects } = await apply({ namespace: 'preview', timeout: '90s' });
    expect(objects).toEqual([
      { apiVersion: 'v1', kind: 'Namespace', name: 'preview' },
      { apiVersion: 'v1', kind: 'Namespace', name: 'other' },
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        name: 'toys.example.com',
      },
      expect.objectContaining({ kind: 'ConfigMap', namespace: 'other' }),
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'preview',
        name: 'web',
      },
      expect.objectContaining({ kind: 'Toy', namespace: 'preview' }),
    ]);
    expect(actions.log).toContain('Deployment preview/web is rolled out');
    expect(
      await kubectl(
        "get deployment web --namespace=preview --output=jsonpath='{.status.availableReplicas} {.metadata.managedFields[*].manager}'",
      ),
    ).toMatch(/^2.*pyk8s-lab/);
  }, 120_000);

  it('applies again what is there already', async () => {
    await apply({ namespace: 'preview', timeout: '90s' });
    expect(await kubectl('get toys --all-namespaces --output=name')).toBe(
      'toy.example.com/bear\n',
    );
  }, 120_000);

  it('says why a rollout does not end', async () => {
    await write({
      'broken.yaml': [
        deployment('broken', 'registry.invalid/nothing:1', {
          imagePullPolicy: 'IfNotPresent',
        }),
      ],
    });
    const { message } = await apply({ timeout: '20s' }).catch(error => error);
    expect(message).toMatch(
      /^Not everything in lab demo was rolled out within 20s\. /,
    );
    const details = [message, ...actions.log].join('\n');
    expect(details).toMatch(
      /Not everything in lab demo was rolled out within 20s\. Deployment default\/broken: 0 of 2 replicas are available; pod broken-\S+: container main: (ErrImagePull|ImagePullBackOff)/,
    );
    expect(details).toContain('registry.invalid');
    await kubectl('delete deployment broken');
  }, 120_000);

  it('says why a job failed', async () => {
    await write({
      'job.yaml': [
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name: 'once' },
          spec: {
            backoffLimit: 0,
            template: {
              spec: {
                restartPolicy: 'Never',
                containers: [
                  { name: 'main', image, command: ['/there-is-none'] },
                ],
              },
            },
          },
        },
      ],
    });
    const { message } = await apply({ timeout: '60s' }).catch(error => error);
    expect(message).toMatch(
      /^Job default\/once failed: Job has reached the specified backoff limit; pod once-/,
    );
    expect([message, ...actions.log].join('\n')).toMatch(
      /Job default\/once failed: .*; pod once-\S+: container main: /,
    );
  }, 120_000);

  it('names the object that the API server refuses, with its words', async () => {
    await write({
      'odd.yaml': [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'odd' },
          dta: { a: 'b' },
        },
      ],
    });
    await expect(apply()).rejects.toThrow(
      /^ConfigMap odd was not applied to lab demo: .*dta/,
    );
    await write({
      'unknown.yaml': [
        { apiVersion: 'example.org/v1', kind: 'Car', metadata: { name: 'a' } },
      ],
    });
    await expect(apply()).rejects.toThrow(
      /^Car a was not applied to lab demo: the cluster knows no Car of example.org\/v1/,
    );
  }, 60_000);

  it('has no secret of the kubeconfig in its log', async () => {
    const kubeconfig = await world.labs.getKubeconfig(id);
    const [, key] = /client-key-data: (\S+)/.exec(kubeconfig) ?? [];
    expect(key).toBeTruthy();
    expect(JSON.stringify(actions.log)).not.toContain(key);
    expect(actions.redactions).toContain(key);
  });
});
