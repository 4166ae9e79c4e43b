import { ActionWorld } from '../__testUtils__/ActionWorld';
import { RUNNING } from '../__testUtils__/someLabs';

const CREATE = 'pyk8s-lab:create';

describe('pyk8s-lab:create of a cancelled or failed task', () => {
  let world: ActionWorld;

  beforeEach(async () => {
    world = await ActionWorld.start();
  });
  afterEach(() => world.stop());

  const deletions = () => world.api.sent('DELETE /labs');
  const streams = () => world.api.sent('GET /events');

  it('sends no request if it was cancelled before', async () => {
    const signal = AbortSignal.abort();
    await expect(
      world.run(CREATE, { name: 'demo' }, { signal }),
    ).rejects.toThrow('The task was cancelled');
    expect(world.api.requests).toEqual([]);
  });

  it('deletes the lab that it waits for', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const running = world
      .run(CREATE, { name: 'demo' }, { signal })
      .catch(error => error);
    await world.api.until(() => streams().length > 0);
    controller.abort();
    expect((await running).message).toBe(
      'The task was cancelled while lab demo was waited for.',
    );
    expect(world.api.lab.status).toBe('DELETING');
  });

  it('deletes a lab that is requested at that moment', async () => {
    const controller = new AbortController();
    world.api.intercept = ({ method }) => {
      if (method === 'POST') {
        controller.abort();
      }
      return false;
    };
    const { signal } = controller;
    await expect(
      world.run(CREATE, { name: 'demo', wait: false }, { signal }),
    ).rejects.toThrow('The task was cancelled');
    expect(world.api.lab.status).toBe('DELETING');
  });

  it.each([
    [false, 1],
    [true, 0],
  ])(
    'deletes the lab in a later step (keepOnFailure: %s)',
    async (keepOnFailure, count) => {
      const controller = new AbortController();
      const { signal } = controller;
      const input = { name: 'demo', wait: false, keepOnFailure };
      await world.run(CREATE, input, { signal });
      expect(deletions()).toEqual([]);
      controller.abort();
      await (count
        ? world.api.until(() => deletions().length > 0)
        : new Promise(resolve => setImmediate(resolve)));
      expect(deletions()).toHaveLength(count);
    },
  );

  const made = async (keepOnFailure = false) => {
    const controller = new AbortController();
    const { signal } = controller;
    const input = { name: 'demo', wait: false, keepOnFailure };
    await world.run(CREATE, input, { signal });
    return controller;
  };
  /** Time for a deletion that must not happen. */
  const aMoment = async () => {
    await world.run(
      'pyk8s-lab:extend',
      { id: world.api.lab.id, by: '1h' },
      { taskId: 'another' },
    );
  };

  it.each([
    ['completed', false],
    ['failed', true],
  ] as const)(
    'keeps the lab of a task that had %s by then (keepOnFailure: %s)',
    async (status, keepOnFailure) => {
      const controller = await made(keepOnFailure);
      await world.tasks.end(status);
      await world.tasks.cancel();
      controller.abort();
      await aMoment();
      expect(deletions()).toEqual([]);
    },
  );

  it('deletes the lab of a task that fails in a later step', async () => {
    const controller = await made();
    await world.tasks.end('failed');
    await world.api.until(() => deletions().length > 0);
    controller.abort();
    await aMoment();
    expect(deletions()).toHaveLength(1);
  });

  it('deletes the lab when the task ends before its signal is aborted', async () => {
    const controller = await made();
    await world.tasks.cancel();
    expect(deletions()).toEqual([]);
    await world.tasks.end('completed');
    await world.api.until(() => deletions().length > 0);
    controller.abort();
    await aMoment();
    expect(deletions()).toHaveLength(1);
  });

  it('deletes it when the cancellation was published but not signalled', async () => {
    world.api.intercept = async ({ method }) => {
      if (method === 'POST') {
        await world.tasks.cancel();
      }
      return false;
    };
    await made();
    await world.api.until(() => deletions().length > 0);
    expect(deletions()).toHaveLength(1);
  });

  it('reacts only to its own task and run', async () => {
    const first = await made(true);
    await world.tasks.cancel('another');
    await world.tasks.end('failed', 'another');
    expect(deletions()).toEqual([]);
    await world.tasks.end('failed');
    // A retry continues with the lab, and is cancelled once that runs.
    world.api.change(world.api.lab.id, RUNNING);
    const second = await made();
    second.abort();
    first.abort();
    await aMoment();
    expect(deletions()).toEqual([]);
  });
});
