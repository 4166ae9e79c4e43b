import {
  actionsRegistryServiceMock,
  type MockActionsRegistry,
} from '@backstage/backend-test-utils/alpha';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { LabRows } from '../__testUtils__/LabRows';
import type { LabRecord } from '../database';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const ALICE = 'user:default/alice';
const alice = mockCredentials.user(ALICE);
const bob = mockCredentials.user('user:default/bob');

describe('actions', () => {
  let knex: Knex;
  let world: ApiWorld;
  let registry: MockActionsRegistry;
  let rows: LabRows;
  let lab: LabRecord;

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    registry = actionsRegistryServiceMock();
    world = await ApiWorld.start(
      knex,
      {
        admins: ['group:default/platform-admins'],
      },
      {
        features: [
          createServiceFactory({
            service: actionsRegistryServiceRef,
            deps: {},
            factory: () => registry,
          }),
        ],
        root: { app: { baseUrl: 'https://portal.example.com/' } },
      },
    );
    rows = await LabRows.create(knex);
    lab = await rows.add(ALICE);
  });
  afterEach(() => world.stop());

  // The output of each is what its schema says; the test has it loosely.
  const act = async (name: string, input: object, credentials = alice) =>
    (
      (await registry.invoke({
        id: `test:${name}`,
        input: input as never,
        credentials,
      })) as { output: any }
    ).output;

  it('say honestly what they do', async () => {
    const { actions } = await registry.list();
    const attributes = Object.fromEntries(
      actions.map(action => [action.name, action.attributes]),
    );
    const reads = { readOnly: true, destructive: false, idempotent: true };
    expect(attributes).toEqual({
      'list-labs': reads,
      'get-lab': reads,
      'wait-for-lab': reads,
      'get-lab-logs': reads,
      'create-lab': { readOnly: false, destructive: false, idempotent: false },
      'extend-lab': { readOnly: false, destructive: false, idempotent: false },
      'exec-in-lab': { readOnly: false, destructive: true, idempotent: false },
      'apply-to-lab': { readOnly: false, destructive: true, idempotent: true },
      'delete-lab': { readOnly: false, destructive: true, idempotent: true },
    });
    for (const { examples } of registry.actions.values()) {
      expect(examples?.length).toBeGreaterThan(0);
    }
  });

  it('say what to do where a quota is used up', async () => {
    const used: string[] = [];
    let refused: unknown;
    for (let n = 0; n < 20 && !refused; n++) {
      try {
        used.push((await act('create-lab', { name: `quota-${n}` })).lab.id);
      } catch (error) {
        refused = error;
      }
    }
    for (const id of used) {
      await act('delete-lab', { lab: id });
    }
    expect(refused).toMatchObject({
      name: 'ConflictError',
      message: expect.stringMatching(/labs.*(Delete one|try again in)/),
    });
  });

  it('take a lab through its life', async () => {
    const made = await act('create-lab', { name: 'demo', ttl: '1h' });
    expect(made.lab).toMatchObject({
      name: 'demo',
      owner: ALICE,
      url: `https://portal.example.com/labs/${made.lab.id}`,
    });
    const waited = await act('wait-for-lab', { lab: 'demo' });
    expect(waited).toMatchObject({ reached: true, final: false });
    // In percent, as the action's description says.
    expect(waited.lab.progress).toBe(100);
    const ran = await act('exec-in-lab', {
      lab: 'demo',
      command: 'kubectl get nodes',
    });
    expect(ran).toMatchObject({ timedOut: false });
    const argv = ['kubectl', 'get', 'nodes'];
    expect(await act('exec-in-lab', { lab: 'demo', argv })).toEqual({
      ...ran,
      durationMs: expect.any(Number),
    });
    expect(
      await act('apply-to-lab', {
        lab: 'demo',
        manifests: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}',
      }),
    ).toEqual({
      jobId: expect.any(String),
      status: 'SUCCEEDED',
      message: expect.stringContaining('Namespace default/shop'),
    });
    const { lab: extended } = await act('extend-lab', {
      lab: 'demo',
      by: '1h',
    });
    expect(Date.parse(extended.expiresAt)).toBeGreaterThan(
      Date.parse(waited.lab.expiresAt),
    );
    const { text } = await act('get-lab-logs', {
      lab: 'demo',
      source: 'provisioning',
    });
    expect(text).toContain('The cluster is ready');
    const listed = await act('list-labs', { text: 'demo' });
    expect(listed).toMatchObject({ total: 1, labs: [{ name: 'demo' }] });
    await act('delete-lab', { lab: 'demo' });
    const gone = await act('wait-for-lab', { lab: 'demo', status: 'DELETED' });
    expect(gone).toMatchObject({ reached: true, lab: { id: made.lab.id } });
    // Again is no error.
    expect((await act('delete-lab', { lab: 'demo' })).lab.id).toBe(made.lab.id);
    await expect(act('get-lab', { lab: 'demo' })).rejects.toThrow(
      'You have no lab with the name "demo"',
    );
  });

  it('make labs for components, and list those of one', async () => {
    const { lab: made } = await act('create-lab', {
      name: 'demo',
      component: 'checkout',
    });
    expect(made.component).toBe('component:default/checkout');
    const listed = await act('list-labs', { component: 'checkout' });
    expect(listed).toMatchObject({ total: 1, labs: [{ id: made.id }] });
    await expect(
      act('list-labs', { component: 'api:default/x' }),
    ).rejects.toThrow('is not a component');
  });

  it('stop waiting for what does not come', async () => {
    await knex('labs').where({ id: lab.id }).update({ status: 'ERROR' });
    expect(await act('wait-for-lab', { lab: lab.id })).toMatchObject({
      reached: false,
      final: true,
      lab: { status: 'ERROR' },
    });
    await knex('labs').where({ id: lab.id }).update({ status: 'PROVISIONING' });
    expect(
      await act('wait-for-lab', { lab: lab.id, seconds: 0 }),
    ).toMatchObject({ reached: false, final: false });
  });

  it.each([
    ['get-lab', {}],
    ['wait-for-lab', {}],
    ['get-lab-logs', { source: 'provisioning' }],
    ['extend-lab', { by: '1h' }],
    ['exec-in-lab', { command: 'kubectl get nodes' }],
    ['apply-to-lab', { manifests: 'kind: Pod' }],
    ['delete-lab', {}],
  ])('go by the rights of their caller: %s', async (name, input) => {
    await expect(act(name, { lab: lab.id, ...input }, bob)).rejects.toThrow(
      'There is no lab',
    );
    await expect(act(name, { lab: lab.name, ...input }, bob)).rejects.toThrow(
      'You have no lab with the name',
    );
    expect(await rows.get(lab.id)).toEqual(lab);
  });

  it('are for people, and those who act in their name', async () => {
    await expect(
      act('list-labs', {}, mockCredentials.service('plugin:some') as never),
    ).rejects.toThrow('in the name of a signed-in user');
    expect((await act('list-labs', {}, bob)).labs).toEqual([]);
  });

  it('accept the lab of another owner by its id only', async () => {
    const carol = mockCredentials.user('user:default/carol');
    expect((await act('list-labs', {}, carol)).total).toBe(1);
    expect((await act('get-lab', { lab: lab.id }, carol)).lab.id).toBe(lab.id);
    for (const name of ['get-lab', 'delete-lab']) {
      await expect(act(name, { lab: lab.name }, carol)).rejects.toThrow(
        'You have no lab with the name',
      );
    }
  });

  it('find a name among many that hold it', async () => {
    await knex('labs').where({ id: lab.id }).update({ name: 'demo' });
    for (let n = 0; n < 201; n++) {
      const other = await rows.add(ALICE);
      await knex('labs')
        .where({ id: other.id })
        .update({ name: `a-demo-${n}`, purpose: 'demo' });
    }
    expect((await act('get-lab', { lab: 'demo' })).lab.id).toBe(lab.id);
  });

  it('ask which lab is meant where two have the name', async () => {
    await knex('labs').where({ id: lab.id }).update({ name: 'twin' });
    const other = await rows.add('group:default/team-a');
    await knex('labs').where({ id: other.id }).update({ name: 'twin' });
    await expect(act('get-lab', { lab: 'twin' })).rejects.toThrow(other.id);
  });

  it.each([
    ['create-lab', { name: 'No!' }, 'name'],
    ['create-lab', {}, 'name'],
    ['extend-lab', { lab: 'x', by: 'a while' }, 'You have no lab'],
    ['get-lab-logs', { lab: 'x', source: 'pod' }, 'pod must name the pod'],
    ['get-lab-logs', { lab: 'x', source: 'node', pod: 'p' }, 'says nothing'],
    ['exec-in-lab', { lab: 'x', command: 'ls', seconds: 99 }, 'seconds'],
  ])('say what is wrong with %s of %j', async (name, input, message) => {
    await expect(act(name, input)).rejects.toThrow(message);
  });
});
