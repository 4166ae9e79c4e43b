import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
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
    spec: { size: 9223372036854775807n },
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
                  properties: {
                    size: { type: 'integer', format: 'int64' },
                  },
                },
              },
            },
          },
        },
      ],
    },
  },
];

// One cluster for all tests.
describeWithKind('Templates on a real cluster', () => {
  let world: PortalWorld;
  let actions: ActionRunner;
  let id: string;
  let image: string;
  /** An image with programs that exit. */
  let tools: string;

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
  const job = (
    name: string,
    spec: object,
    command: string[],
    container: object = {},
  ) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      ...spec,
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'main', image: tools, command, ...container }],
        },
      },
    },
  });
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
    const named = (pattern: RegExp) => {
      const found = items
        .flatMap(({ names }) => names)
        .find(name => pattern.test(name));
      if (!found) {
        throw new Error(`The nodes have no image ${pattern}`);
      }
      return found;
    };
    image = named(/pause:/);
    tools = named(/busybox|local-path-helper/);
  }, CLUSTER_TIMEOUT_MS);

  afterAll(async () => {
    for (const lab of (await world.labs.listLabs()).items) {
      await actions.run('pyk8s-lab:delete', { id: lab.id, wait: true });
    }
    await actions.remove();
    await world.stop();
  }, CLUSTER_TIMEOUT_MS);

  it('applies a folder in the order of its dependencies, and waits', async () => {
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
    expect(objects).toEqual(
      expect.arrayContaining([
        { apiVersion: 'v1', kind: 'Namespace', name: 'other' },
        expect.objectContaining({ kind: 'CustomResourceDefinition' }),
        expect.objectContaining({ kind: 'ConfigMap', namespace: 'other' }),
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: 'preview',
          name: 'web',
        },
        expect.objectContaining({ kind: 'Toy', namespace: 'preview' }),
      ]),
    );
    expect(
      await kubectl(
        "get deployment web --namespace=preview --output=jsonpath='{.status.availableReplicas} {.metadata.managedFields[*].manager}'",
      ),
    ).toMatch(/^2.*pyk8s-lab/);
    // M6: exactly, although no JavaScript number can hold it.
    expect(
      await kubectl(
        "get toy bear --namespace=preview --output=jsonpath='{.spec.size}'",
      ),
    ).toBe('9223372036854775807');
  }, 120_000);

  it('applies to existing objects, and leaves no files on the node', async () => {
    await apply({ namespace: 'preview', timeout: '90s' });
    expect(await kubectl('get toys --all-namespaces --output=name')).toBe(
      'toy.example.com/bear\n',
    );
    const { nodes } = await world.labs.getLab(id);
    const left = execFileSync(
      'docker',
      ['exec', nodes[0].name, 'ls', '/run/pyk8s-lab'],
      { encoding: 'utf8' },
    );
    expect(left.split('\n').filter(Boolean).sort()).toEqual([
      'cache',
      'kubeconfig',
    ]);
  }, 120_000);

  it('reports Jobs that are deleted as soon as they end (M1)', async () => {
    await write({
      'all.yaml': [
        {
          ...deployment('slow', image),
          spec: { ...deployment('slow', image).spec, minReadySeconds: 8 },
        },
        job('once', { ttlSecondsAfterFinished: 0 }, ['true']),
      ],
    });
    await apply({ timeout: '90s' });
    expect(await kubectl('get jobs --output=name')).not.toContain('once');
    await write({
      'all.yaml': [
        job('failing', { ttlSecondsAfterFinished: 0, backoffLimit: 0 }, [
          'false',
        ]),
      ],
    });
    await expect(apply({ timeout: '90s' })).rejects.toThrow(
      /^Job default\/failing failed: Job has reached the specified backoff limit/,
    );
  }, 200_000);

  it('reports the current pods, not earlier ones (M2)', async () => {
    const waiting = deployment('waiting', image);
    Object.assign(waiting.spec, { progressDeadlineSeconds: 15 });
    Object.assign(waiting.spec.template.spec, {
      nodeSelector: { 'example.com/ready': 'here' },
    });
    await write({ 'a.yaml': [waiting] });
    await expect(apply({ timeout: '60s' })).rejects.toThrow(
      /^Deployment default\/waiting failed: it exceeded its progress deadline/,
    );
    await kubectl('label node --all example.com/ready=here');
    await apply({ timeout: '60s' });
  }, 200_000);

  it('waits for objects of custom resources (M3)', async () => {
    await write({
      'a.yaml': [
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'bare', namespace: 'fresh' },
          spec: { containers: [{ name: 'main', image }] },
        },
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'fresh' } },
      ],
    });
    await apply({ timeout: '60s' });
    await write({
      'hook.yaml': [
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'hook' },
          spec: { selector: { app: 'hook' }, ports: [{ port: 443 }] },
        },
        {
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'ValidatingWebhookConfiguration',
          metadata: { name: 'hook' },
          webhooks: [
            {
              name: 'hook.example.com',
              admissionReviewVersions: ['v1'],
              sideEffects: 'None',
              clientConfig: { service: { name: 'hook', namespace: 'default' } },
              rules: [
                {
                  apiGroups: [''],
                  apiVersions: ['v1'],
                  operations: ['CREATE'],
                  resources: ['configmaps'],
                },
              ],
            },
          ],
        },
      ],
    });
    await apply();
    await write({
      'a.yaml': [
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'hooked' } },
      ],
    });
    const applying = apply({ timeout: '60s' });
    applying.catch(() => undefined);
    while (!actions.log.join().includes('Waiting to apply')) {
      await delay(200);
    }
    await kubectl('delete validatingwebhookconfiguration hook');
    expect((await applying).objects).toHaveLength(1);
  }, 200_000);

  it('uses existing folders, whatever their names, and nothing remote (M4)', async () => {
    const settings = (name: string) => [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } },
    ];
    await write({
      'vendor/github.com/acme/base/a.yaml': settings('vendored'),
      'vendor/github.com/acme/base/kustomization.yaml': [
        { resources: ['a.yaml'] },
      ],
      'git:tools/b.yaml': settings('tools'),
      'git:tools/kustomization.yaml': [{ resources: ['b.yaml'] }],
      'a?b.yaml': settings('odd'),
      'kustomization.yaml': [
        {
          resources: ['vendor/github.com/acme/base', 'git:tools', 'a?b.yaml'],
          configMapGenerator: [{ name: 'made', literals: ['a=b'] }],
        },
      ],
    });
    const { objects } = await apply({ namespace: 'rendered' });
    expect(objects).toHaveLength(4);
    for (const remote of [
      'https://example.com/a.yaml',
      'github.com/acme/base?ref=main',
    ]) {
      await write({ 'kustomization.yaml': [{ resources: [remote] }] });
      await expect(apply()).rejects.toThrow('needs something remote');
    }
  }, 120_000);

  it('applies large objects (M5)', async () => {
    const data = { a: 'x'.repeat(950_000) };
    await write({
      'large.yaml': Array.from({ length: 12 }, (_, index) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `large-${index}` },
        data,
      })),
    });
    expect((await apply()).objects).toHaveLength(12);
    await expect(apply({ serverSide: false })).rejects.toThrow(
      /Too long.*|The log has the details/,
    );
    expect(actions.log.join()).toContain('choose server-side apply');
  }, 120_000);

  it('applies duplicates as kubectl does, or says what to choose (M7)', async () => {
    const twice = deployment('twice', image, {
      env: [
        { name: 'A', value: 'a' },
        { name: 'A', value: 'b' },
      ],
    });
    await write({ 'a.yaml': [twice] });
    await expect(apply()).rejects.toThrow(/^Not everything was applied/);
    expect(actions.log.join()).toContain('apply client-side');
    await apply({ serverSide: false });
  }, 120_000);

  it('begins its error with the cause (M8)', async () => {
    const env = (last: string) => ({
      env: Array.from({ length: 60 }, (_, index) => ({
        name: `V${index}`,
        value: index === 59 ? last : `value ${index}`,
      })),
    });
    const many = (last: string) =>
      job('many', { suspend: true }, ['true'], env(last));
    await write({ 'a.yaml': [many('a')] });
    await apply();
    await write({ 'a.yaml': [many('b')] });
    await expect(apply()).rejects.toThrow(
      'The Job "many" is invalid: spec.template: field is immutable.',
    );
  }, 120_000);

  it('reports a paused rollout at once (M9)', async () => {
    const paused = deployment('paused', image);
    Object.assign(paused.spec, { paused: true });
    await write({ 'a.yaml': [paused] });
    const startedAt = performance.now();
    await expect(apply()).rejects.toThrow(
      /^Deployment default\/paused failed: its rollout is paused/,
    );
    expect(performance.now() - startedAt).toBeLessThan(30_000);
  }, 120_000);

  it('reports why a rollout does not complete', async () => {
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
  }, 120_000);

  it('names the object that the API server refuses, with its message', async () => {
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
      /^Not everything was applied to lab demo: .*odd.*dta/,
    );
    await write({
      'unknown.yaml': [
        { apiVersion: 'example.org/v1', kind: 'Car', metadata: { name: 'a' } },
      ],
    });
    const { message } = await apply().catch(error => error);
    expect([message, ...actions.log].join('\n')).toContain(
      'no matches for kind "Car" in version "example.org/v1"',
    );
  }, 60_000);
});
