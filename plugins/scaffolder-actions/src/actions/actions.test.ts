import { refuse } from '@internal/test-utils';
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { ActionWorld } from '../__testUtils__/ActionWorld';
import { addLab, RUNNING } from '../__testUtils__/someLabs';

describe('Actions on a lab', () => {
  let world: ActionWorld;
  let id: string;

  beforeEach(async () => {
    world = await ActionWorld.start();
    id = addLab(world.api, RUNNING).id;
  });
  afterEach(() => world.stop());

  it.each([
    ['pyk8s-lab:wait', {}],
    ['pyk8s-lab:exec', { command: 'kubectl version' }],
    ['pyk8s-lab:extend', { by: '1h' }],
    ['pyk8s-lab:delete', {}],
    ['pyk8s-lab:fetch-kubeconfig', {}],
  ])(
    '%s takes the id or the entityRef of a lab',
    async (action, input: object) => {
      for (const given of [id, `resource:default/lab-${id}`]) {
        await world.run(action, { id: given, ...input });
      }
      for (const wrong of ['', 'demo', `${id}/../x`, 'resource:default/demo']) {
        const { length } = world.api.requests;
        await expect(
          world.run(action, { id: wrong, ...input }),
        ).rejects.toThrow(/names no lab: give the id or the entityRef/);
        expect(world.api.requests).toHaveLength(length);
      }
    },
  );

  it.each([
    ['pyk8s-lab:wait', {}, 'would wait'],
    ['pyk8s-lab:exec', { command: 'kubectl version' }, 'would run'],
    ['pyk8s-lab:extend', { by: '1h' }, 'would extend'],
    ['pyk8s-lab:delete', { wait: true }, 'would delete'],
    ['pyk8s-lab:fetch-kubeconfig', {}, 'would write'],
  ])(
    '%s logs in a dry run what it would do',
    async (action, input: object, words) => {
      await world.run(action, { id, ...input }, { isDryRun: true });
      expect(world.api.requests).toEqual([]);
      expect(await readdir(world.workspace)).toEqual([]);
      expect(world.log.join()).toContain(`Dry run: ${words}`);
    },
  );

  it.each([
    ['pyk8s-lab:wait', {}, 'cannot be waited for'],
    ['pyk8s-lab:exec', { command: 'kubectl version' }, 'was not run'],
    ['pyk8s-lab:extend', { by: '1h' }, 'was not extended'],
    ['pyk8s-lab:delete', {}, 'was not deleted'],
    ['pyk8s-lab:fetch-kubeconfig', {}, 'was not fetched'],
  ])(
    '%s fails with the server’s message, in one sentence',
    async (action, input: object, words) => {
      const unknown = randomUUID();
      await expect(
        world.run(action, { id: unknown, ...input }),
      ).rejects.toMatchObject({
        name: 'NotFoundError',
        message: expect.stringMatching(
          new RegExp(`^[^.]*${words}[^.]*: There is no lab ${unknown}\\.$`),
        ),
      });
      world.api.intercept = (_, response) =>
        refuse(response, 401, 'AuthenticationError', 'Invalid token');
      await expect(world.run(action, { id, ...input })).rejects.toThrow(
        'the sign-in that this run began with has ended: start the template again',
      );
    },
  );

  describe('pyk8s-lab:wait', () => {
    it('waits for the requested status', async () => {
      const waiting = world.run('pyk8s-lab:wait', { id, for: 'DELETED' });
      await world.api.until(() => world.api.sent('GET /events').length > 0);
      world.api.change(id, { status: 'ERROR' });
      world.api.change(id, { status: 'DELETING' });
      world.api.change(id, { status: 'DELETED' });
      expect(await waiting).toMatchObject({ id, status: 'DELETED' });
    });

    it('does not delete the lab when it fails', async () => {
      world.api.change(id, { status: 'ERROR', statusMessage: 'no memory' });
      await expect(world.run('pyk8s-lab:wait', { id })).rejects.toThrow(
        'Lab demo is in ERROR: no memory',
      );
      expect(world.api.lab.status).toBe('ERROR');
    });

    it('stops when its task is cancelled', async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const waiting = world.run(
        'pyk8s-lab:wait',
        { id, for: 'PAUSED' },
        { signal },
      );
      const failure = waiting.catch(error => error);
      await world.api.until(() => world.api.sent('GET /events').length > 0);
      controller.abort();
      expect((await failure).message).toMatch(/^The task was cancelled/);
    });
  });

  describe('pyk8s-lab:extend', () => {
    it('extends once, however often the task is retried', async () => {
      for (let retries = 0; retries < 3; retries++) {
        expect(await world.run('pyk8s-lab:extend', { id, by: '90m' })).toEqual({
          expiresAt: '2026-12-01T12:00:30.000Z',
        });
      }
      expect(world.api.sent('PATCH').map(({ body }) => body)).toEqual([
        { extendBy: '1h30m' },
      ]);
    });

    it('refuses an invalid duration', async () => {
      await expect(
        world.run('pyk8s-lab:extend', { id, by: 'long' }),
      ).rejects.toThrow('"long" is not a duration');
    });
  });

  describe('pyk8s-lab:delete', () => {
    it('succeeds for a lab that is already deleted', async () => {
      world.api.change(id, { status: 'DELETED' });
      await world.run('pyk8s-lab:delete', { id, wait: true });
      expect(world.log[0]).toBe('Lab demo had been deleted already');
    });

    it('waits if requested', async () => {
      const deleting = world.run('pyk8s-lab:delete', { id, wait: true });
      await world.api.until(() => world.api.sent('GET /events').length > 0);
      world.api.change(id, { status: 'DELETED' });
      await deleting;
      expect(world.log).toEqual([
        'Lab demo is being deleted',
        'DELETING',
        'DELETED',
      ]);
    });
  });
});
