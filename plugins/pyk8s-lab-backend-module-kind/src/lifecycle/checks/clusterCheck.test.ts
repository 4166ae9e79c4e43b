import type { KindContainer } from '../../docker/DockerHost';
import { clusterCheck, type Observation } from './clusterCheck';
import type { ClusterAnswer } from './ClusterReader';

const node = (suffix: string, more: Partial<KindContainer> = {}) => ({
  id: suffix,
  name: `lab-a-1-${suffix}`,
  cluster: 'lab-a-1',
  imageId: 'sha256:node',
  network: 'zz-lab-a-1',
  role:
    suffix === 'control-plane'
      ? ('control-plane' as const)
      : ('worker' as const),
  state: 'running',
  ...more,
});

const containers = [node('worker'), node('control-plane')];

const answer: ClusterAnswer = {
  serverVersion: 'v1.34.4',
  nodes: [
    { name: 'lab-a-1-control-plane', isReady: true },
    { name: 'lab-a-1-worker', isReady: true },
  ],
  hasDefaultServiceAccount: true,
  dns: { status: 'pending', message: 'CoreDNS is coming up' },
};

const check = (seen: Partial<Observation>, workers = 1) =>
  clusterCheck(
    { containers, answer, ...seen },
    { kubernetesVersion: 'default', workers },
  );

describe('clusterCheck', () => {
  it('is ready with every node and the service account, regardless of DNS', () => {
    expect(check({})).toEqual({
      ready: true,
      waitingFor: '',
      nodes: [
        {
          name: 'lab-a-1-control-plane',
          role: 'control-plane',
          state: 'ready',
        },
        { name: 'lab-a-1-worker', role: 'worker', state: 'ready' },
      ],
      conditions: { dns: answer.dns },
      serverVersion: 'v1.34.4',
    });
  });

  it.each<[string, Partial<Observation>, string]>([
    [
      'a container that does not run',
      { containers: [containers[1], node('worker', { state: 'exited' })] },
      'node lab-a-1-worker to run (it is exited)',
    ],
    [
      'a missing container',
      { containers: [containers[1]] },
      '2 nodes (there are 1)',
    ],
    [
      'an API server that does not answer',
      { answer: 'the API server to answer (ECONNREFUSED)' },
      'the API server to answer (ECONNREFUSED)',
    ],
    [
      'a node that is not Ready',
      {
        answer: {
          ...answer,
          nodes: [answer.nodes[0], { name: 'lab-a-1-worker', isReady: false }],
        },
      },
      'node lab-a-1-worker to be Ready',
    ],
    [
      'a node that the cluster does not know yet',
      { answer: { ...answer, nodes: [answer.nodes[0]] } },
      'node lab-a-1-worker to be Ready',
    ],
    [
      'a node that was Ready, and of which nothing was heard since',
      {
        answer: {
          ...answer,
          nodes: [
            { ...answer.nodes[0], silentSeconds: 60 },
            { ...answer.nodes[1], silentSeconds: 61 },
          ],
        },
      },
      'node lab-a-1-worker to be Ready',
    ],
    [
      'a controller manager that would say that nodes are not',
      { answer: { ...answer, controllerSilentSeconds: 300 } },
      'the controller manager (nothing was heard of it for 5m)',
    ],
    [
      'the service account',
      { answer: { ...answer, hasDefaultServiceAccount: false } },
      'the default service account',
    ],
  ])('waits for %s', (_what, seen, waitingFor) => {
    expect(check(seen)).toMatchObject({ ready: false, waitingFor });
  });

  it("reports Docker's state of a stopped node", () => {
    const { nodes } = check({
      containers: [containers[1], node('worker', { state: 'paused' })],
    });

    expect(nodes.map(({ state }) => state)).toEqual(['ready', 'paused']);
  });

  it('does not know DNS and version without a response', () => {
    expect(check({ answer: 'the API server to answer' })).toMatchObject({
      conditions: { dns: { status: 'unknown' } },
      serverVersion: undefined,
    });
  });

  describe('after its nodes were started', () => {
    const startedAt = new Map(
      containers.map(({ name }) => [
        name,
        new Date('2026-12-01T09:00:10.900Z'),
      ]),
    );
    const heard = (at: string | undefined) => ({
      startedAt,
      answer: {
        ...answer,
        nodes: answer.nodes.map(({ name }) => ({
          name,
          isReady: true,
          heartbeatAt: at === undefined ? undefined : new Date(at),
        })),
      },
    });

    it.each(['2026-12-01T09:00:10Z', '2026-12-01T09:00:11Z'])(
      'is ready by node states since then, at %s',
      at => expect(check(heard(at)).ready).toBe(true),
    );

    it.each(['2026-12-01T09:00:09Z', undefined])(
      'is not ready by node states from before, at %s',
      at =>
        expect(check(heard(at))).toMatchObject({
          ready: false,
          waitingFor: 'node lab-a-1-worker, lab-a-1-control-plane to be Ready',
          nodes: [{ state: 'not-ready' }, { state: 'not-ready' }],
        }),
    );
  });
});
