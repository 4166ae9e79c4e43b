import { refuse } from '@internal/test-utils';
import type {
  Lab,
  LabPhase,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ActionWorld } from '../__testUtils__/ActionWorld';
import { RUNNING } from '../__testUtils__/FakeLabApi';

const CREATE = 'pyk8s-lab:create';

describe('pyk8s-lab:create', () => {
  let world: ActionWorld;

  beforeEach(async () => {
    world = await ActionWorld.start();
  });
  afterEach(() => world.stop());

  const posts = () => world.api.sent('POST /labs');
  const deletions = () => world.api.sent('DELETE /labs');
  const streams = () => world.api.sent('GET /events');

  /** Lets the lab run as soon as it is followed. */
  const runWhenFollowed = async () => {
    await world.api.until(() => streams().length > 0);
    world.api.change([...world.api.labs.keys()][0], RUNNING);
  };

  it('creates the requested lab as the user who started the task', async () => {
    const [outputs] = await Promise.all([
      world.run(CREATE, {
        name: 'demo',
        ttl: '2h',
        owner: 'group:default/team-a',
        kubernetesVersion: 'v1.34.4',
        workers: 2,
        resources: { cpu: '2', memory: '4Gi' },
        purpose: 'Trying',
        component: 'component:default/checkout',
        provider: 'kind',
      }),
      runWhenFollowed(),
    ]);
    const { id } = world.api.lab;
    expect(posts()).toEqual([
      expect.objectContaining({
        body: {
          name: 'demo',
          ttl: '2h',
          owner: 'group:default/team-a',
          kubernetesVersion: 'v1.34.4',
          workers: 2,
          resources: { cpu: '2', memory: '4Gi' },
          purpose: 'Trying',
          component: 'component:default/checkout',
          provider: 'kind',
        },
        idempotencyKey: expect.stringMatching(/^[0-9a-f]{64}$/),
      }),
    ]);
    expect(outputs).toEqual({
      id,
      name: 'demo',
      entityRef: `resource:default/lab-${id}`,
      status: 'RUNNING',
      url: `https://portal.example.com/labs/${id}`,
      kubeconfigUrl: `https://portal.example.com/api/pyk8s-lab/labs/${id}/kubeconfig`,
      endpoint: 'https://localhost:40123',
      expiresAt: '2026-12-01T11:00:30.000Z',
    });
    // One token per call, for that user.
    const tokens = world.api.requests.map(({ authorization }) => authorization);
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(world.tokensFor[0]).toMatchObject({
      targetPluginId: 'pyk8s-lab',
      onBehalfOf: { principal: { userEntityRef: 'user:default/alice' } },
    });
  });

  it('logs each phase with its duration, and the position in the queue', async () => {
    const running = world.run(CREATE, { name: 'demo' });
    await world.api.until(() => streams().length > 0);
    const { id } = world.api.lab;
    world.api.change(id, {
      queuePosition: 3,
      statusMessage: 'other labs come up first',
    });
    const image: LabPhase = {
      name: 'image',
      startedAt: '2026-12-01T09:00:01.000Z',
    };
    world.api.change(id, { status: 'PROVISIONING', phases: [image] });
    world.api.change(id, {
      phases: [
        { ...image, finishedAt: '2026-12-01T09:00:03.500Z' },
        { name: 'nodes', startedAt: '2026-12-01T09:00:03.500Z' },
      ],
    });
    world.api.change(id, RUNNING);
    await running;
    expect(world.log).toEqual([
      `Lab demo is requested: https://portal.example.com/labs/${id}`,
      'QUEUED',
      'QUEUED, number 3 in the queue: other labs come up first',
      '  image …',
      'PROVISIONING: other labs come up first',
      '  image: done in 2.5 s',
      '  nodes …',
      'RUNNING with Kubernetes v1.34.4 after 25.0 s',
    ]);
  });

  it('generates a name from the inputs, the same in every retry', async () => {
    const input = { purpose: '  Vorschau für Checkout (PR #42)!', wait: false };
    const { name } = await world.run(CREATE, input);
    expect(name).toMatch(/^vorschau-fur-checkout-pr-42-[0-9a-f]{6}$/);
    expect((await world.run(CREATE, input, { taskId: 'other' })).name).not.toBe(
      name,
    );
    world.checkpoints.clear();
    expect((await world.run(CREATE, input)).name).toBe(name);
    expect(world.api.labs.size).toBe(2);
  });

  it('treats inputs that a template renders as empty as absent', async () => {
    await world.run(CREATE, {
      name: '',
      ttl: '',
      owner: '',
      purpose: '',
      component: '',
      timeout: '',
      resources: { cpu: '' },
      wait: false,
    });
    expect(Object.keys(posts()[0].body ?? {})).toEqual(['name']);
  });

  it.each([
    [{ name: 'Not A Name' }, 'lower-case'],
    [{ name: 'demo', ttl: 'soon' }, '"soon" is not a duration'],
    [{ name: 'demo', timeout: '90' }, '"90" is not a duration'],
    [{ name: 'demo', timeout: '30d' }, 'at most'],
  ])('refuses %j before it sends a request', async (input, why) => {
    await expect(world.run(CREATE, input)).rejects.toThrow(why);
    expect(world.api.requests).toEqual([]);
  });

  it('logs in a dry run what it would do, and creates nothing', async () => {
    const outputs = await world.run(
      CREATE,
      { name: 'demo', ttl: '1h' },
      { isDryRun: true },
    );
    expect(world.api.requests).toEqual([]);
    expect(world.log).toEqual([
      'Dry run: would create lab demo with {"ttl":"1h","name":"demo"}, and wait 30m at most until it is RUNNING',
    ]);
    // Later steps are rendered with these outputs.
    expect(outputs).toMatchObject({
      name: 'demo',
      id: expect.any(String),
      url: expect.stringContaining('https://portal.example.com/labs/'),
      endpoint: expect.any(String),
    });
  });

  it.each([
    [409, 'ConflictError', 'You have a lab named demo: choose another name.'],
    [429, 'QuotaExceededError', 'You have 3 of 3 labs: delete one.'],
    [403, 'NotAllowedError', 'You do not belong to group:default/team-b.'],
  ])('fails with the server’s message: %d', async (status, name, message) => {
    world.api.intercept = (_, response) =>
      refuse(response, status, name, message);
    await expect(world.run(CREATE, { name: 'demo' })).rejects.toMatchObject({
      name,
      message: `Lab demo was not created: ${message}`,
    });
    expect(posts()).toHaveLength(1);
  });

  describe('when its task is retried', () => {
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
      expect(
        world.api.sent(`POST /labs/${world.api.lab.id}/retry`),
      ).toHaveLength(1);
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

  it('repeats the request with the same key when the response is lost', async () => {
    let lost = 0;
    world.api.intercept = (request, response) => {
      if (request.method !== 'POST' || lost === 2) {
        return false;
      }
      lost++;
      // The first request was executed all the same.
      world.api.create(request);
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
    world.api.cutStreams();
    await world.api.until(() => streams().length > 1);
    world.api.intercept = ({ path }, response) =>
      path.startsWith('/events')
        ? refuse(response, 503, 'ServiceUnavailableError', 'busy')
        : false;
    world.api.cutStreams();
    const { length } = world.api.requests;
    await world.api.until(() => world.api.requests.length > length + 8);
    world.api.change(world.api.lab.id, RUNNING);
    expect((await running).status).toBe('RUNNING');
    expect(
      world.log.filter(line => line.includes('every few seconds')),
    ).toHaveLength(1);
    expect(Math.max(...world.pauses)).toBe(5_000);
  });

  describe('when it fails', () => {
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
        'Lab demo was not deleted: That is not yours. It goes by itself when it expires, at 2026-12-01T11:00:30.000Z',
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

  describe('when the task is cancelled', () => {
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
});
