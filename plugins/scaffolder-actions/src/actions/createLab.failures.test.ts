import { refuse } from '@internal/test-utils';
import { ActionWorld } from '../__testUtils__/ActionWorld';
import { RUNNING } from '../__testUtils__/someLabs';

const CREATE = 'pyk8s-lab:create';

describe('pyk8s-lab:create with failures', () => {
  let world: ActionWorld;

  beforeEach(async () => {
    world = await ActionWorld.start();
  });
  afterEach(() => world.stop());

  const posts = () => world.api.sent('POST /labs');
  const deletions = () => world.api.sent('DELETE /labs');
  const streams = () => world.api.sent('GET /events');

  it('repeats the request with the same key when the response is lost', async () => {
    let lost = 0;
    world.api.intercept = async (request, response) => {
      if (request.method !== 'POST' || lost === 2) {
        return false;
      }
      lost++;
      // The first request was executed all the same.
      await world.api.memory.createLab(
        { name: 'demo' },
        request.idempotencyKey,
      );
      if (lost === 2) {
        return refuse(response, 503, 'ServiceUnavailableError', 'stopping');
      }
      response.destroy();
      return true;
    };
    await world.run(CREATE, { name: 'demo', wait: false });
    expect(new Set(posts().map(({ idempotencyKey: key }) => key)).size).toBe(1);
    expect(posts()).toHaveLength(3);
    expect(world.api.labs.size).toBe(1);
  });

  it('deletes a lab whose checkpoint cannot be written', async () => {
    world.checkpoints.set = () => {
      throw new Error('the database is full');
    };
    await expect(world.run(CREATE, { name: 'demo' })).rejects.toThrow(
      'Lab demo was created, and this run could not continue with it: the database is full',
    );
    expect(world.api.lab.status).toBe('DELETING');
  });

  it('reports an unreachable API', async () => {
    world.api.intercept = (_, response) => {
      response.destroy();
      return true;
    };
    await expect(world.run(CREATE, { name: 'demo' })).rejects.toThrow(
      /^Lab demo was not created: the API of labs cannot be reached \(.+\)\. See that/,
    );
    expect(posts()).toHaveLength(4);
  });

  it('continues after a broken stream, by another stream or by polling', async () => {
    const running = world.run(CREATE, { name: 'demo' });
    await world.api.until(() => streams().length > 0);
    world.api.endStreams('destroy');
    await world.api.until(() => streams().length > 1);
    world.api.intercept = ({ path }, response) =>
      path.startsWith('/events')
        ? refuse(response, 503, 'ServiceUnavailableError', 'busy')
        : false;
    world.api.endStreams('destroy');
    const { length } = world.api.requests;
    await world.api.until(() => world.api.requests.length > length + 8);
    world.api.change(world.api.lab.id, RUNNING);
    expect((await running).status).toBe('RUNNING');
    expect(
      world.log.filter(line => line.includes('every few seconds')),
    ).toHaveLength(1);
    expect(Math.max(...world.pauses)).toBe(5_000);
  });

  describe('when the lab cannot be read after it was created', () => {
    beforeEach(() => {
      world.api.intercept = ({ method }, response) =>
        method === 'GET' &&
        refuse(response, 500, 'Error', 'the database is away');
    });

    it('continues with the response of the creation', async () => {
      const { id } = await world.run(CREATE, { name: 'demo', wait: false });
      expect(id).toBe(world.api.lab.id);
      expect(deletions()).toEqual([]);
    });

    it('deletes the lab when it cannot be followed', async () => {
      await expect(world.run(CREATE, { name: 'demo' })).rejects.toThrow(
        /^Lab \S+ cannot be waited for: the database is away$/,
      );
      expect(world.api.lab.status).toBe('DELETING');
    });
  });

  describe('when the lab fails', () => {
    const fail = async (input: object = {}) => {
      const running = world.run(CREATE, { name: 'demo', ...input });
      const failure = running.catch(error => error);
      await world.api.until(() => streams().length > 0);
      const { id } = world.api.lab;
      world.api.change(id, {
        status: 'ERROR',
        statusMessage: 'the node image is not on the host',
      });
      return { id, error: await failure };
    };

    it('fails with the reason, and deletes the lab', async () => {
      const { id, error } = await fail();
      expect(error.message).toBe(
        `Lab demo is in ERROR: the node image is not on the host. Its page says more: https://portal.example.com/labs/${id}`,
      );
      expect(deletions().map(({ path }) => path)).toEqual([`/labs/${id}`]);
    });

    it('keeps the lab with keepOnFailure', async () => {
      await fail({ keepOnFailure: true });
      expect(deletions()).toEqual([]);
      expect(world.log.join()).toContain('Lab demo is kept');
    });

    it('fails with the first reason when the lab cannot be deleted', async () => {
      world.api.intercept = ({ method }, response) =>
        method === 'DELETE' &&
        refuse(response, 403, 'NotAllowedError', 'That is not yours.');
      const { error } = await fail();
      expect(error.message).toContain('the node image is not on the host');
      expect(world.log.join()).toContain(
        'Lab demo was not deleted: That is not yours. It goes by itself when it expires, at 2026-12-01T11:00:00.000Z',
      );
    });

    it('stops waiting after the timeout', async () => {
      const { message } = await world
        .run(CREATE, { name: 'demo', timeout: '1s' })
        .catch(error => error);
      expect(message).toBe(
        `Lab demo was not RUNNING within 1s: it is QUEUED. Give the step a longer timeout, or see https://portal.example.com/labs/${world.api.lab.id}.`,
      );
      expect(world.api.lab.status).toBe('DELETING');
    });

    it('fails at once when the lab is deleted by a user', async () => {
      const running = world.run(CREATE, { name: 'demo' }).catch(error => error);
      await world.api.until(() => streams().length > 0);
      world.api.change(world.api.lab.id, { status: 'DELETING' });
      expect((await running).message).toContain('was deleted or has expired');
    });
  });
});
