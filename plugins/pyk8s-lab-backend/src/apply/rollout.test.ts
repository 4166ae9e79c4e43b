import { observe, observed } from './observed';
import { rolloutOf as judge, rolloutResource } from './rollout';

type Given = ReturnType<typeof object>;

const rolloutOf = (
  given: Given,
  context: { earlierVerdict?: string; watchedSeconds?: number } = {},
) => {
  const [workload] = observe(observed.workload, given);
  return judge(rolloutResource(given) ?? '', workload, {
    watchedSeconds: 0,
    ...context,
  });
};

const API_OF: Record<string, string> = { Job: 'batch/v1', Pod: 'v1' };

const object = (
  kind: string,
  spec: object,
  status: object | undefined,
  generation = 2,
) => ({
  apiVersion: API_OF[kind] ?? 'apps/v1',
  kind,
  metadata: { name: 'a', generation },
  spec,
  status,
});

const seen = { observedGeneration: 2 };
const condition = (type: string, more: object = {}) => ({
  conditions: [{ type, status: 'True', ...more }],
});

describe('rolloutOf', () => {
  it.each<[string, Given, string]>([
    [
      'a new object',
      object('Deployment', {}, undefined),
      'not observed by its controller yet',
    ],
    [
      'an older generation',
      object('Deployment', {}, { observedGeneration: 1, availableReplicas: 1 }),
      'not observed by its controller yet',
    ],
    [
      'too few updated',
      object('Deployment', { replicas: 3 }, { ...seen, updatedReplicas: 2 }),
      '2 of 3 replicas are updated',
    ],
    [
      'old ones left',
      object('Deployment', {}, { ...seen, updatedReplicas: 1, replicas: 2 }),
      'old replicas are terminating',
    ],
    [
      'none available',
      object('Deployment', {}, { ...seen, updatedReplicas: 1, replicas: 1 }),
      '0 of 1 replicas are available',
    ],
    [
      'a set that is not ready',
      object('StatefulSet', { replicas: 2 }, { ...seen, readyReplicas: 1 }),
      '1 of 2 replicas are ready',
    ],
    [
      'a set that is not updated',
      object(
        'StatefulSet',
        { replicas: 3, updateStrategy: { rollingUpdate: { partition: 1 } } },
        {
          ...seen,
          readyReplicas: 3,
          updatedReplicas: 1,
          updateRevision: 'b',
          currentRevision: 'a',
        },
      ),
      '1 of 2 replicas are updated',
    ],
    [
      'a daemon that is not updated',
      object('DaemonSet', {}, { ...seen, desiredNumberScheduled: 2 }),
      '0 of 2 pods are updated',
    ],
    [
      'a daemon that is not available',
      object(
        'DaemonSet',
        {},
        { ...seen, desiredNumberScheduled: 2, updatedNumberScheduled: 2 },
      ),
      '0 of 2 pods are available',
    ],
    [
      'a job that runs',
      object('Job', { completions: 3 }, { succeeded: 1 }),
      '1 of 3 completions',
    ],
    [
      'a pod',
      object('Pod', {}, { phase: 'Pending' }, 0),
      'not ready (Pending)',
    ],
  ])('waits for %s', (_, given, why) => {
    expect(rolloutOf(given)).toEqual({
      state: 'waiting',
      why: expect.stringContaining(why),
    });
  });

  it.each<[string, Given]>([
    [
      'a Deployment',
      object(
        'Deployment',
        { replicas: 2 },
        { ...seen, updatedReplicas: 2, replicas: 2, availableReplicas: 2 },
      ),
    ],
    ['a Deployment of none', object('Deployment', { replicas: 0 }, seen)],
    ['a StatefulSet', object('StatefulSet', {}, { ...seen, readyReplicas: 1 })],
    [
      'a set that is updated by hand',
      object(
        'StatefulSet',
        { updateStrategy: { type: 'OnDelete' } },
        {
          ...seen,
          readyReplicas: 1,
          updateRevision: 'b',
          currentRevision: 'a',
        },
      ),
    ],
    [
      'a DaemonSet',
      object(
        'DaemonSet',
        {},
        {
          ...seen,
          desiredNumberScheduled: 1,
          updatedNumberScheduled: 1,
          numberAvailable: 1,
        },
      ),
    ],
    ['a DaemonSet of no node', object('DaemonSet', {}, seen)],
    ['a Job', object('Job', {}, condition('Complete'))],
    ['a suspended Job', object('Job', { suspend: true }, {})],
    [
      'a pod that is ready',
      object('Pod', {}, { phase: 'Running', ...condition('Ready') }),
    ],
    ['a pod that has ended', object('Pod', {}, { phase: 'Succeeded' })],
    [
      'a paused Deployment that has what it wants',
      object(
        'Deployment',
        { paused: true },
        { ...seen, updatedReplicas: 1, replicas: 1, availableReplicas: 1 },
      ),
    ],
  ])('is done with %s', (_, given) => {
    expect(rolloutOf(given)).toEqual({ state: 'done' });
  });

  it.each<[Given, string]>([
    [
      object(
        'Deployment',
        {},
        {
          ...seen,
          ...condition('Progressing', {
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
            message: 'timed out progressing',
          }),
        },
      ),
      'it exceeded its progress deadline; 0 of 1 replicas are updated',
    ],
    [
      object('Deployment', { paused: true }, { observedGeneration: 1 }),
      'its rollout is paused (spec.paused): resume it, or do not wait; 0 of 1 replicas are updated',
    ],
    [
      object(
        'Pod',
        {},
        { phase: 'Failed', reason: 'Evicted', message: 'disk' },
      ),
      'Evicted: disk',
    ],
    [
      object('Job', {}, condition('Failed', { message: 'backoff limit' })),
      'backoff limit',
    ],
  ])('fails what has failed', (given, why) => {
    expect(rolloutOf(given)).toEqual({ state: 'failed', why });
  });

  it('takes an earlier verdict for none, until its own time is over', () => {
    const overdue = object(
      'Deployment',
      { progressDeadlineSeconds: 45 },
      {
        ...seen,
        ...condition('Progressing', {
          status: 'False',
          reason: 'ProgressDeadlineExceeded',
          lastUpdateTime: 'then',
        }),
      },
    );
    const state = (earlierVerdict: string, watchedSeconds: number) =>
      rolloutOf(overdue, { earlierVerdict, watchedSeconds }).state;
    expect(state('then', 44)).toBe('waiting');
    expect(state('then', 45)).toBe('failed');
    expect(state('earlier', 1)).toBe('failed');
  });

  it.each([
    ['apps/v1', 'Deployment', 'deployment.apps'],
    ['batch/v1', 'Job', 'job.batch'],
    ['v1', 'Pod', 'pod'],
    ['v1', 'ConfigMap', undefined],
    ['example.com/v1', 'Deployment', undefined],
  ])('%s %s is watched as %s', (apiVersion, kind, expected) => {
    expect(rolloutResource({ apiVersion, kind })).toBe(expected);
  });
});
