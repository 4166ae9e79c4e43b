import type { V1ContainerState, V1Pod } from '@kubernetes/client-node';
import { podLogs } from '../../logs/pods/podLogs';

const pod = (state: V1ContainerState, status: V1Pod['status'] = {}): V1Pod => ({
  metadata: { namespace: 'default', name: 'web' },
  spec: { containers: [{ name: 'web' }] },
  status: {
    phase: 'Running',
    containerStatuses: [
      {
        name: 'web',
        image: 'web',
        imageID: '',
        ready: false,
        restartCount: 4,
        state,
      },
    ],
    ...status,
  },
});

describe('the reasons of pods', () => {
  it.each<[string, V1ContainerState]>([
    ['CrashLoopBackOff', { waiting: { reason: 'CrashLoopBackOff' } }],
    ['ImagePullBackOff', { waiting: { reason: 'ImagePullBackOff' } }],
    ['OOMKilled', { terminated: { reason: 'OOMKilled', exitCode: 137 } }],
    ['Error', { terminated: { reason: 'Error', exitCode: 1 } }],
  ])('reports an unhealthy container: %s', (reason, state) => {
    expect(podLogs(pod(state))).toEqual({
      namespace: 'default',
      name: 'web',
      phase: 'Running',
      reason,
      containers: [{ name: 'web', init: false, restarts: 4, reason }],
    });
  });

  it.each<[string, V1ContainerState]>([
    ['runs', { running: {} }],
    ['starts', { waiting: { reason: 'ContainerCreating' } }],
    [
      'waits for the init containers',
      { waiting: { reason: 'PodInitializing' } },
    ],
    ['is done', { terminated: { reason: 'Completed', exitCode: 0 } }],
  ])('has no reason for a container that %s', (_what, state) => {
    const { reason, containers } = podLogs(pod(state));
    expect(reason).toBeUndefined();
    expect(containers[0].reason).toBeUndefined();
  });

  it('reports a pod that is evicted or unschedulable', () => {
    expect(podLogs(pod({}, { reason: 'Evicted' })).reason).toBe('Evicted');
    const conditions = [
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable' },
    ];
    expect(podLogs(pod({}, { conditions })).reason).toBe('Unschedulable');
  });

  it.each([
    'x'.repeat(65),
    'Crash loop',
    '<b>Bad</b>',
    'Bad\nLine',
    '',
    { toString: () => 'Bad' },
    7,
  ])('ignores an invalid reason: %p', text => {
    const state = { waiting: { reason: text as string } };
    expect(podLogs(pod(state))).not.toHaveProperty('reason');
  });
});
