import { refuse } from '@internal/test-utils';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ActionWorld } from '../__testUtils__/ActionWorld';
import { RUNNING } from '../__testUtils__/someLabs';

const CREATE = 'pyk8s-lab:create';

describe('pyk8s-lab:create of a retried task', () => {
  let world: ActionWorld;

  beforeEach(async () => {
    world = await ActionWorld.start();
  });
  afterEach(() => world.stop());

  const posts = () => world.api.sent('POST /labs');
  const deletions = () => world.api.sent('DELETE /labs');
  const streams = () => world.api.sent('GET /events');

  it('continues with the lab of the checkpoint', async () => {
    await world.run(CREATE, { name: 'demo', wait: false });
    world.api.change(world.api.lab.id, RUNNING);
    const { id } = await world.run(CREATE, { name: 'demo' });
    expect(id).toBe(world.api.lab.id);
    expect(posts()).toHaveLength(1);
  });

  it('finds the lab by its idempotency key when the portal crashed before the checkpoint', async () => {
    await world.run(CREATE, { name: 'demo', wait: false });
    world.checkpoints.clear();
    await world.run(CREATE, { name: 'demo', wait: false });
    expect(posts()[0].idempotencyKey).toBe(posts()[1].idempotencyKey);
    expect(world.api.labs.size).toBe(1);
  });

  it('recreates a retained lab in ERROR', async () => {
    await world.run(CREATE, { name: 'demo', wait: false });
    world.api.change(world.api.lab.id, { status: 'ERROR' });
    await world.run(CREATE, { name: 'demo', wait: false });
    expect(world.api.sent(`POST /labs/${world.api.lab.id}/retry`)).toHaveLength(
      1,
    );
  });

  it.each(['DELETED', undefined] as const)(
    'replaces a deleted lab (%s)',
    async status => {
      const first = await world.run(CREATE, { name: 'demo', wait: false });
      if (status) {
        world.api.change(String(first.id), { status });
      } else {
        world.api.labs.delete(String(first.id));
      }
      const second = await world.run(CREATE, { name: 'demo', wait: false });
      expect(second.id).not.toBe(first.id);
      const third = await world.run(CREATE, { name: 'demo', wait: false });
      expect(third.id).toBe(second.id);
      expect(posts()).toHaveLength(2);
    },
  );

  it('waits for a lab that is being deleted to release its name', async () => {
    const { id } = await world.run(CREATE, { name: 'demo', wait: false });
    world.api.change(String(id), { status: 'DELETING' });
    const again = world.run(CREATE, { name: 'demo', wait: false });
    await world.api.until(() => streams().length > 0);
    expect(posts()).toHaveLength(1);
    world.api.change(String(id), { status: 'DELETED' });
    expect((await again).id).not.toBe(id);
  });

  it.each<[string, Partial<Lab>, object, string]>([
    [
      'runs, when the step fails',
      RUNNING,
      { status: 'ERROR', statusMessage: 'the node is gone' },
      'the node is gone',
    ],
    [
      'is resumed, when the step fails',
      { ...RUNNING, status: 'RESUMING' },
      { status: 'ERROR', statusMessage: 'no memory' },
      'no memory',
    ],
    [
      'is paused, and says so',
      { ...RUNNING, status: 'PAUSED' },
      {},
      'Lab demo is PAUSED: resume it on its page, and retry the task.',
    ],
  ])('keeps a lab that %s', async (_, before, then, why) => {
    await world.run(CREATE, { name: 'demo', wait: false });
    const { id } = world.api.lab;
    world.api.change(id, before);
    let reads = 0;
    world.api.intercept = ({ method, path }) => {
      if (method === 'GET' && path === `/labs/${id}` && reads++ === 1) {
        world.api.change(id, then);
      }
      return false;
    };
    await expect(world.run(CREATE, { name: 'demo' })).rejects.toThrow(why);
    expect(deletions()).toEqual([]);
    expect(world.log.join()).toContain('Lab demo is kept until it expires');
  });

  it('keeps a lab that was running before when the task is cancelled', async () => {
    await world.run(CREATE, { name: 'demo', wait: false });
    world.api.change(world.api.lab.id, RUNNING);
    const controller = new AbortController();
    const { signal } = controller;
    await world.run(CREATE, { name: 'demo' }, { signal });
    controller.abort();
    await new Promise(resolve => setImmediate(resolve));
    expect(world.log.join()).toContain('Lab demo is kept until it expires');
    expect(deletions()).toEqual([]);
  });

  it('does not change an earlier lab that cannot be read', async () => {
    await world.run(CREATE, { name: 'demo', wait: false });
    const { id } = world.api.lab;
    world.api.intercept = ({ method }, response) =>
      method === 'GET' &&
      refuse(response, 500, 'Error', 'the database is away');
    await expect(world.run(CREATE, { name: 'demo' })).rejects.toThrow(
      `The lab ${id} of an earlier run of this task cannot be looked at, and is left as it is: the database is away`,
    );
    expect(deletions()).toEqual([]);
  });

  it('creates one lab for each iteration of a step with "each", and none in a retry', async () => {
    const input = { purpose: 'One of two', wait: false };
    const goThrough = async () => {
      const { signal } = new AbortController();
      return [
        (await world.run(CREATE, input, { signal })).id,
        (await world.run(CREATE, input, { signal })).id,
      ];
    };
    const first = await goThrough();
    expect(new Set(first).size).toBe(2);
    expect(await goThrough()).toEqual(first);
    expect(posts()).toHaveLength(2);
  });
});
