import labs from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend';
import simulated from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import { isLabStreamNotice } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ALICE, PortalWorld } from '../__testUtils__/PortalWorld';

/** An additional template for the tests. */
const aTemplate = (name: string, steps: object[]) => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name, namespace: 'default' },
  spec: { type: 'test', steps },
});

describe('Templates in a portal', () => {
  let world: PortalWorld;

  beforeAll(async () => {
    world = await PortalWorld.start({
      features: [labs, simulated],
      templates: ['ephemeral-cluster', 'service-preview'],
      more: [
        aTemplate('slow', [
          {
            id: 'lab',
            action: 'pyk8s-lab:create',
            input: { purpose: 'Slow' },
          },
          { id: 'wait', action: 'debug:wait', input: { minutes: 5 } },
        ]),
        ...[true, false].map(keepOnFailure =>
          aTemplate(keepOnFailure ? 'failing' : 'lost', [
            {
              id: 'lab',
              action: 'pyk8s-lab:create',
              input: {
                name: keepOnFailure ? 'failing' : 'lost',
                keepOnFailure,
              },
            },
            {
              id: 'break',
              action: 'pyk8s-lab:exec',
              input: {
                id: '${{ steps.lab.output.entityRef }}',
                command: 'helm list',
              },
            },
          ]),
        ),
      ],
      pyk8sLab: {
        defaultProvider: 'simulated',
        simulated: { enabled: true, provisioningTime: '500ms' },
      },
    });
  });
  afterAll(() => world.stop());

  it('lists the actions with their inputs, outputs and examples', async () => {
    const actions = (await world.actions()).filter(({ id }) =>
      id.startsWith('pyk8s-lab:'),
    );
    expect(actions.map(({ id }) => id).sort()).toEqual([
      'pyk8s-lab:apply',
      'pyk8s-lab:create',
      'pyk8s-lab:delete',
      'pyk8s-lab:exec',
      'pyk8s-lab:extend',
      'pyk8s-lab:fetch-kubeconfig',
      'pyk8s-lab:wait',
    ]);
    for (const { description, examples, schema } of actions) {
      expect(description).toMatch(/\.$/);
      expect(examples.length).toBeGreaterThan(0);
      for (const input of Object.values(schema.input.properties)) {
        expect(input.description).toMatch(/\.$/);
      }
    }
  });

  it('“Ephemeral cluster” creates a lab of the user who runs it', async () => {
    const id = await world.begin('ephemeral-cluster', {
      name: 'demo',
      ttl: '1h',
      workers: 1,
      purpose: 'Trying it out',
      component: 'component:shop/Cart',
    });
    const task = await world.ended(id);
    expect(task).toMatchObject({ status: 'completed', error: undefined });
    const { items } = await world.labs.listLabs({ q: 'demo' });
    expect(items).toEqual([
      expect.objectContaining({
        name: 'demo',
        owner: ALICE,
        createdBy: ALICE,
        purpose: 'Trying it out',
        component: 'component:shop/cart',
        status: 'RUNNING',
        ttlSeconds: 3600,
        spec: expect.objectContaining({ workers: 1 }),
      }),
    ]);
    expect(task.output?.links).toEqual([
      expect.objectContaining({
        url: `https://portal.example.com/labs/${items[0].id}`,
      }),
    ]);
    expect(task.output?.text[0].content).toContain(items[0].endpoint);
    expect(task.lines.join('\n')).toMatch(
      /lab: .*control-plane: done in [\s\S]*lab: .*RUNNING with Kubernetes v/,
    );
  });

  it('“Ephemeral cluster” creates a lab of a group', async () => {
    const id = await world.begin('ephemeral-cluster', {
      name: 'shared',
      ttl: '1h',
      owner: 'group:default/team-a',
    });
    expect((await world.ended(id)).status).toBe('completed');
    const { items } = await world.labs.listLabs({ q: 'shared' });
    expect(items[0]).toMatchObject({
      owner: 'group:default/team-a',
      createdBy: ALICE,
    });
    // No component was chosen.
    expect(items[0]).not.toHaveProperty('component');
  });

  it('a template that cannot get its lab says why', async () => {
    const id = await world.begin('ephemeral-cluster', {
      name: 'other',
      ttl: '1h',
      owner: 'group:default/team-b',
    });
    expect(await world.ended(id)).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/^Lab other was not created: .*team-b/),
    });
  });

  it('“Preview of a service” deletes its lab when a later step fails', async () => {
    const id = await world.begin('service-preview', {
      component: 'component:default/checkout',
      image: 'registry.example.com/checkout:1.4.2',
      port: 8080,
      replicas: 1,
      ttl: '1h',
    });
    const task = await world.ended(id);
    // A simulated lab has no real cluster.
    expect(task).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('is simulated'),
    });
    expect(task.lines).toContain(
      'smoke-test: Skipping step smoke-test because a previous step failed',
    );
    expect(task.lines.join('\n')).toMatch(
      /clean-up: .*Lab checkout-preview-\S+|clean-up: .*is being deleted/,
    );
    const { items } = await world.labs.listLabs({
      q: 'Preview of checkout',
      status: ['DELETING', 'DELETED'],
    });
    expect(items).toEqual([
      expect.objectContaining({
        name: expect.stringMatching(/^checkout-preview-[0-9a-f]{6}$/),
        component: 'component:default/checkout',
      }),
    ]);
  });

  it.each([
    'component:default/2048',
    'component:default/My-Service',
    'component:default/a_b',
    'component:default/a.b',
    `component:default/${'a'.repeat(64)}`,
    'component:default/a b',
  ])(
    '“Preview of a service” refuses invalid names of Services: %s',
    async component => {
      const { totalItems } = await world.labs.listLabs();
      await expect(
        world.begin('service-preview', { component, image: 'a:1' }),
      ).rejects.toThrow('does not match pattern');
      expect((await world.labs.listLabs()).totalItems).toBe(totalItems);
    },
  );

  it('“Preview of a service” takes a name that YAML would not read as a string', async () => {
    const id = await world.begin('service-preview', {
      component: 'component:default/true',
      image: 'a:1',
    });
    // The manifests were rendered.
    expect(await world.ended(id)).toMatchObject({
      error: expect.stringContaining('is simulated'),
    });
  });

  it('“Preview of a service” keeps it with keepOnFailure', async () => {
    const id = await world.begin('service-preview', {
      component: 'component:default/search',
      image: 'registry.example.com/search:1.4.2',
      keepOnFailure: true,
    });
    expect((await world.ended(id)).status).toBe('failed');
    const { items } = await world.labs.listLabs({
      q: 'Preview of search',
    });
    expect(items).toEqual([expect.objectContaining({ status: 'RUNNING' })]);
    await world.labs.deleteLab(items[0].id);
  });

  it('a task that is cancelled after it created its lab deletes it, and a completed one keeps it', async () => {
    const done = await world.begin('ephemeral-cluster', {
      name: 'done',
      ttl: '1h',
    });
    expect((await world.ended(done)).status).toBe('completed');
    await world.cancel(done);

    const id = await world.begin('slow', {});
    for await (const { body } of world.events(id)) {
      if (body.stepId === 'wait') {
        break;
      }
    }
    const { items } = await world.labs.listLabs({ q: 'Slow' });
    expect(items).toEqual([expect.objectContaining({ status: 'RUNNING' })]);
    await world.cancel(id);
    for await (const frame of world.labs.streamLabs({
      lab: items[0].id,
      lastEventId: 0,
    })) {
      if (!isLabStreamNotice(frame) && frame.lab.status === 'DELETED') {
        break;
      }
    }
    // The scaffolder signals a cancellation within a second, also after the end.
    expect((await world.labs.listLabs({ q: 'done' })).items).toEqual([
      expect.objectContaining({ name: 'done', status: 'RUNNING' }),
    ]);
  });

  it('a failed task deletes its lab, without a step of the template for it', async () => {
    const task = await world.ended(await world.begin('lost', {}));
    expect(task.status).toBe('failed');
    const [, id] = /labs\/([-\da-f]{36})/.exec(task.lines.join('\n')) ?? [];
    let status: string | undefined;
    for await (const frame of world.labs.streamLabs({
      lab: id,
      lastEventId: 0,
    })) {
      if (!isLabStreamNotice(frame)) {
        status = frame.lab.status;
        if (status === 'DELETED') {
          break;
        }
      }
    }
    expect(status).toBe('DELETED');
  });

  it('a retried task continues with the retained lab', async () => {
    const id = await world.begin('failing', {});
    expect(await world.ended(id)).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(
        /^The command was not run in lab .*does not run in labs/,
      ),
    });
    await world.retry(id);
    const again = await world.ended(id);
    expect(again.lines.join('\n')).toContain(
      'Lab failing exists from an earlier run of this task',
    );
    const { totalItems } = await world.labs.listLabs({ q: 'failing' });
    expect(totalItems).toBe(1);
  });

  it('a dry run creates nothing', async () => {
    const { totalItems } = await world.labs.listLabs();
    const answer = await world.dryRun({
      template: aTemplate('dry', [
        { id: 'lab', action: 'pyk8s-lab:create', input: { name: 'dry' } },
        {
          id: 'exec',
          action: 'pyk8s-lab:exec',
          input: {
            id: '${{ steps.lab.output.id }}',
            command: 'kubectl version',
          },
        },
        {
          id: 'delete',
          action: 'pyk8s-lab:delete',
          input: { id: '${{ steps.lab.output.id }}' },
        },
      ]),
      values: {},
      directoryContents: [],
    });
    const lines = answer.log.map(({ body }) => body.message).join('\n');
    expect(lines).toContain('Dry run: would create lab dry');
    expect(lines).toContain('Dry run: would run in lab');
    expect(lines).toContain('Dry run: would delete lab');
    expect((await world.labs.listLabs()).totalItems).toBe(totalItems);
  });
});
