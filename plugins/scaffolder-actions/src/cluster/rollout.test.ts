import { hasRollout, rolloutOf } from './rollout';

const object = (
  kind: string,
  spec: object,
  status: object | undefined,
  generation = 2,
) => ({
  apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
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
  it.each<[string, object, string]>([
    ['a new object', object('Deployment', {}, undefined), 'not been looked at'],
    [
      'an older generation',
      object('Deployment', {}, { observedGeneration: 1, availableReplicas: 1 }),
      'not been looked at',
    ],
    [
      'too few updated',
      object('Deployment', { replicas: 3 }, { ...seen, updatedReplicas: 2 }),
      '2 of 3 replicas are updated',
    ],
    [
      'old ones left',
      object('Deployment', {}, { ...seen, updatedReplicas: 1, replicas: 2 }),
      'old replicas are being ended',
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
  ])('waits for %s', (_, given, why) => {
    expect(rolloutOf(given)).toEqual({
      state: 'waiting',
      why: expect.stringContaining(why),
    });
  });

  it.each<[string, object]>([
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
  ])('is done with %s', (_, given) => {
    expect(rolloutOf(given)).toEqual({ state: 'done' });
  });

  it.each<[object, string]>([
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
      'timed out progressing',
    ],
    [
      object('Job', {}, condition('Failed', { message: 'backoff limit' })),
      'backoff limit',
    ],
  ])('gives up what has failed', (given, why) => {
    expect(rolloutOf(given)).toEqual({ state: 'failed', why });
  });

  it.each([
    ['apps/v1', 'Deployment', true],
    ['batch/v1', 'Job', true],
    ['v1', 'Pod', false],
    ['example.com/v1', 'Deployment', false],
    [undefined, undefined, false],
  ])('%s %s has one: %s', (apiVersion, kind, expected) => {
    expect(hasRollout({ apiVersion, kind })).toBe(expected);
  });
});
