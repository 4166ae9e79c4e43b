import type { V1Pod } from '@kubernetes/client-node';
import { podLogs } from './podLogs';

describe('podLogs', () => {
  it('lists containers in start order', () => {
    const pod: V1Pod = {
      metadata: { namespace: 'default', name: 'web-0' },
      spec: {
        initContainers: [{ name: 'prepare' }],
        containers: [{ name: 'web' }],
      },
      status: {
        phase: 'Running',
        containerStatuses: [
          { name: 'web', restartCount: 3, image: '', imageID: '', ready: true },
        ],
      },
    };

    expect(podLogs(pod)).toEqual({
      namespace: 'default',
      name: 'web-0',
      phase: 'Running',
      containers: [
        { name: 'prepare', init: true, restarts: 0 },
        { name: 'web', init: false, restarts: 3 },
      ],
    });
  });

  it('bounds the values of a hostile API server', () => {
    const long = 'x\u001b[2J'.repeat(100_000);
    const containers = Array.from({ length: 100_000 }, () => ({ name: long }));
    const found = podLogs({
      metadata: { namespace: long, name: { a: long } as never },
      spec: { containers, initContainers: containers },
      status: {
        phase: 7 as never,
        containerStatuses: [{ name: long, restartCount: '1e9' } as never],
      },
    });

    expect(JSON.stringify(found).length).toBeLessThan(100_000);
    expect(JSON.stringify(found)).not.toContain('u001b');
    expect(found).toMatchObject({ name: '', phase: 'Unknown' });
    expect(found.containers[0].restarts).toBe(0);
  });
});
