import { refuse } from '@internal/test-utils';
import type { LabPhase } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ActionWorld } from '../__testUtils__/ActionWorld';
import { RUNNING } from '../__testUtils__/someLabs';

const CREATE = 'pyk8s-lab:create';

describe('pyk8s-lab:create', () => {
  let world: ActionWorld;

  beforeEach(async () => {
    world = await ActionWorld.start();
  });
  afterEach(() => world.stop());

  const posts = () => world.api.sent('POST /labs');
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
      expiresAt: '2026-12-01T11:00:00.000Z',
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
});
