import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { setTimeout as delay } from 'node:timers/promises';
import { aKubeconfig } from '../__testUtils__/aKubeconfig';
import { aLab, anId } from '@internal/test-utils';
import { FakeCluster } from '../__testUtils__/FakeCluster';
import { LabClusters } from './LabClusters';

// A test waits seconds for a cluster that does not respond.
jest.setTimeout(60_000);

const ALICE = mockCredentials.user('user:default/alice');
const BOB = mockCredentials.user('user:default/bob');

describe('LabClusters', () => {
  const logger = mockServices.logger.mock();
  const runningLabs = jest.fn(async (): Promise<Lab[]> => []);
  const viewerKubeconfig = jest.fn(
    async (
      _id: string,
      _viewer: BackstageCredentials,
      _signal: AbortSignal,
    ): Promise<string> => aKubeconfig(),
  );
  let clusters: LabClusters;

  beforeEach(() => {
    jest.resetAllMocks();
    runningLabs.mockResolvedValue([aLab({ n: 1 }), aLab({ n: 2 })]);
    viewerKubeconfig.mockResolvedValue(aKubeconfig());
    clusters = LabClusters.create({
      access: { runningLabs, viewerKubeconfig },
      auth: mockServices.auth(),
      logger,
      timeoutMs: 100,
    });
  });

  const open = async (
    viewer = ALICE,
    how: 'open' | 'openResponsive' = 'open',
  ) => {
    const readable = await clusters.of(viewer);
    return (await readable?.[how](readable.labs))?.map(({ name }) => name);
  };

  it('are for users only', async () => {
    expect(await clusters.of(mockCredentials.service())).toBeUndefined();
    expect(await clusters.of(mockCredentials.none())).toBeUndefined();
    expect(runningLabs).not.toHaveBeenCalled();
  });

  it('are requested on behalf of the user', async () => {
    expect(await open()).toEqual([`lab-${anId(1)}`, `lab-${anId(2)}`]);
    expect(runningLabs).toHaveBeenCalledWith(ALICE);
    expect(viewerKubeconfig).toHaveBeenCalledWith(
      anId(1),
      ALICE,
      expect.any(AbortSignal),
    );
  });

  it('are listed each time, and opened once', async () => {
    await open();
    await open();
    expect(runningLabs).toHaveBeenCalledTimes(2);
    expect(viewerKubeconfig).toHaveBeenCalledTimes(2);
    runningLabs.mockResolvedValue([]);
    expect(await open()).toEqual([]);
  });

  it('are not shared between users', async () => {
    await open();
    runningLabs.mockResolvedValue([]);
    expect(await open(BOB)).toEqual([]);
    runningLabs.mockResolvedValue([aLab({ n: 1 })]);
    viewerKubeconfig.mockRejectedValue(new Error('Bob may not'));
    expect(await open(BOB)).toEqual([]);
  });

  it('are left out and logged once when access fails', async () => {
    viewerKubeconfig.mockImplementation(async id => {
      if (id === anId(1)) {
        throw new Error('the control plane does not run');
      }
      return aKubeconfig();
    });
    expect(await open()).toEqual([`lab-${anId(2)}`]);
    expect(await open()).toEqual([`lab-${anId(2)}`]);
    expect(logger.warn.mock.calls).toEqual([
      [
        'The lab "demo-1" of user:default/alice is left out of the Kubernetes plugin: the control plane does not run',
      ],
    ]);
  });

  it('are left out and logged once when they cannot be listed', async () => {
    runningLabs.mockRejectedValue(
      new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') }),
    );
    expect(await open()).toEqual([]);
    expect(await open()).toEqual([]);
    expect(logger.warn.mock.calls).toEqual([
      [expect.stringMatching(/cannot be listed.*fetch failed: ECONNREFUSED/)],
    ]);
    runningLabs.mockResolvedValue([]);
    await open();
    runningLabs.mockRejectedValue(new Error('again'));
    await open();
    expect(logger.warn).toHaveBeenCalledTimes(2);
  });

  it('do not block, and appear in the next call', async () => {
    let give: (yaml: string) => void = () => undefined;
    viewerKubeconfig.mockImplementation(async id =>
      id === anId(1)
        ? new Promise<string>(resolve => {
            give = resolve;
          })
        : aKubeconfig(),
    );
    expect(await open()).toEqual([`lab-${anId(2)}`]);
    give(aKubeconfig());
    expect(await open()).toEqual([`lab-${anId(1)}`, `lab-${anId(2)}`]);
    expect(viewerKubeconfig).toHaveBeenCalledTimes(2);
  });

  it('survive a failed list', async () => {
    await open();
    runningLabs.mockRejectedValueOnce(new Error('a moment'));
    expect(await open()).toEqual([]);
    expect(await open()).toHaveLength(2);
    expect(viewerKubeconfig).toHaveBeenCalledTimes(2);
  });

  it('are not asked for a token for longer than pages wait', async () => {
    viewerKubeconfig.mockImplementation(
      async (_id, _viewer, signal) =>
        new Promise<string>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    expect(await open()).toEqual([]);
    await delay(100);
    expect(
      viewerKubeconfig.mock.calls.map(([, , signal]) => signal.aborted),
    ).toEqual([true, true]);
    expect(logger.warn.mock.calls).toContainEqual([
      expect.stringMatching(/"demo-1".*: no answer within 0.1 s$/),
    ]);
  });

  it('are left out without a warning for users without permission', async () => {
    viewerKubeconfig.mockImplementation(async (_id, viewer) => {
      if (viewer === BOB) {
        throw Object.assign(new Error('Bob may not'), { statusCode: 403 });
      }
      return aKubeconfig();
    });
    for (let poll = 0; poll < 3; poll++) {
      expect(await open(BOB)).toEqual([]);
      expect(await open(ALICE)).toHaveLength(2);
    }
    expect(logger.warn).not.toHaveBeenCalled();
    expect(logger.debug).toHaveBeenCalledWith(
      'The lab "demo-1" of user:default/alice is left out of the Kubernetes plugin: Bob may not',
    );
    // Each fetch is audited as a denied read of the kubeconfig: once, not at each poll.
    expect(viewerKubeconfig).toHaveBeenCalledTimes(4);
  });

  it('are warned about once, even if they work for another user', async () => {
    viewerKubeconfig.mockImplementation(async (_id, viewer) =>
      viewer === BOB ? 'no kubeconfig' : aKubeconfig(),
    );
    runningLabs.mockResolvedValue([aLab()]);
    for (let poll = 0; poll < 3; poll++) {
      expect(await open(ALICE)).toHaveLength(1);
      expect(await open(BOB)).toEqual([]);
    }
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it('log no secret', async () => {
    viewerKubeconfig.mockResolvedValue(
      aKubeconfig({ server: 'a-secret-token' }),
    );
    expect(await open()).toEqual([]);
    expect(JSON.stringify(logger.warn.mock.calls)).not.toContain('secret');
  });

  it('are in use for their owners, and for users who viewed them', async () => {
    const up = await FakeCluster.start();
    viewerKubeconfig.mockResolvedValue(aKubeconfig({ server: up.url }));
    runningLabs.mockResolvedValue([
      aLab({ n: 1 }),
      aLab({ n: 2, owner: 'group:default/team-a' }),
    ]);
    const inUse = async (viewer = ALICE) =>
      (await clusters.of(viewer))?.inUse.map(({ name }) => name);
    try {
      expect(await inUse()).toEqual(['demo-1']);
      expect(await inUse(BOB)).toEqual([]);
      await open(ALICE, 'openResponsive');
      expect(await inUse()).toEqual(['demo-1', 'demo-2']);
      expect(await inUse(BOB)).toEqual([]);
    } finally {
      await up.stop();
    }
  });

  describe('that are probed', () => {
    let up: FakeCluster;
    let other: FakeCluster;

    beforeEach(async () => {
      up = await FakeCluster.start();
      other = await FakeCluster.start();
      viewerKubeconfig.mockImplementation(async id =>
        aKubeconfig({ server: id === anId(1) ? up.url : other.url }),
      );
    });
    afterEach(async () => {
      await Promise.all([up.stop(), other.stop()]);
    });

    it('are left out while they do not respond', async () => {
      other.isFrozen = true;
      expect(await open(ALICE, 'openResponsive')).toEqual([`lab-${anId(1)}`]);
      expect(logger.warn.mock.calls).toEqual([
        [expect.stringMatching(/"demo-2".*: no answer within 5 s$/)],
      ]);
      expect(await open(ALICE)).toHaveLength(2);
      other.isFrozen = false;
      expect(await open(ALICE, 'openResponsive')).toHaveLength(2);
    });

    it('are left out when they reject the token', async () => {
      other.status = 401;
      expect(await open(ALICE, 'openResponsive')).toEqual([`lab-${anId(1)}`]);
      expect(logger.warn.mock.calls).toEqual([
        [expect.stringMatching(/"demo-2".*does not know the token/)],
      ]);
    });
  });
});
