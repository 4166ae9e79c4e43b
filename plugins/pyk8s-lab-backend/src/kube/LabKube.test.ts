import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { aLab } from '../__testUtils__/builders';
import type { KubeExchange } from './proxy/forward';
import type { KubeConnections } from './proxy/KubeConnections';
import { LabKube } from './LabKube';

const person = (name: string) => ({
  userRef: `user:default/${name}`,
  ownershipRefs: [],
  credentials: mockCredentials.user(),
});

describe('LabKube', () => {
  const to = jest.fn();
  const kube = () =>
    new LabKube({
      connections: { to } as Partial<KubeConnections> as KubeConnections,
      logger: mockServices.logger.mock(),
    });

  it('has so many requests going on in a lab, and of a person', () => {
    const labKube = kube();
    const alice = person('alice');
    const places = Array.from({ length: 200 }, () =>
      labKube.reserve('a', alice),
    );
    expect(() => labKube.reserve('a', person('bob'))).toThrow(
      expect.objectContaining({
        statusCode: 429,
        message: expect.stringContaining('end a watch or a session first'),
      }),
    );
    for (let n = 0; n < 100; n++) {
      labKube.reserve('b', alice);
    }
    expect(() => labKube.reserve('c', alice)).toThrow('300 requests of yours');
    places[0]();
    labKube.reserve('c', alice);
    labKube.reserve('a', person('bob'));
  });

  it('has stopped when all that went on has ended', async () => {
    const labKube = kube();
    const places = ['a', 'b'].map(id => labKube.reserve(id, person('alice')));
    const stopped = jest.fn();
    const stop = labKube.stop().then(stopped);
    places[0]();
    await new Promise(setImmediate);
    expect(stopped).not.toHaveBeenCalled();
    places[1]();
    await stop;
  });

  it('begins nothing once it has been stopped', async () => {
    const labKube = kube();
    await labKube.stop();
    to.mockResolvedValue({});
    await expect(
      labKube.exchange(
        aLab({}),
        'viewer',
        { method: 'GET', path: '/', search: '', segments: [], kind: 'read' },
        {} as KubeExchange,
        { signal: new AbortController().signal },
      ),
    ).rejects.toThrow('is being restarted');
  });
});
