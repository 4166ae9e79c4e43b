import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aKubeconfig } from '../__testUtils__/aKubeconfig';
import { aLab, anId } from '../__testUtils__/aLab';
import { FakeCluster } from '../__testUtils__/FakeCluster';
import { LabClusters } from './LabClusters';

// A cluster that does not answer is waited for, for seconds.
jest.setTimeout(60_000);

const ALICE = mockCredentials.user('user:default/alice');
const BOB = mockCredentials.user('user:default/bob');

describe('LabClusters', () => {
  const logger = mockServices.logger.mock();
  const runningLabs = jest.fn(async (): Promise<Lab[]> => []);
  const viewerKubeconfig = jest.fn(async (_id: string) => aKubeconfig());
  let clusters: LabClusters;

  beforeEach(() => {
    jest.resetAllMocks();
    runningLabs.mockResolvedValue([aLab({ n: 1 }), aLab({ n: 2 })]);
    viewerKubeconfig.mockResolvedValue(aKubeconfig());
    clusters = LabClusters.create({
      access: { runningLabs, viewerKubeconfig },
      auth: mockServices.auth(),
      logger,
      patienceMs: 100,
    });
  });

  const open = async (viewer = ALICE, how: 'open' | 'lookInto' = 'open') => {
    const readable = await clusters.of(viewer);
    return (await readable?.[how](readable.labs))?.map(({ name }) => name);
  };

  it('are for people only', async () => {
    expect(await clusters.of(mockCredentials.service())).toBeUndefined();
    expect(await clusters.of(mockCredentials.none())).toBeUndefined();
    expect(runningLabs).not.toHaveBeenCalled();
  });

  it('are asked for in the name of the person', async () => {
    expect(await open()).toEqual([`lab-${anId(1)}`, `lab-${anId(2)}`]);
    expect(runningLabs).toHaveBeenCalledWith(ALICE);
    expect(viewerKubeconfig).toHaveBeenCalledWith(anId(1), ALICE);
  });

  it('are listed each time, and opened once', async () => {
    await open();
    await open();
    expect(runningLabs).toHaveBeenCalledTimes(2);
    expect(viewerKubeconfig).toHaveBeenCalledTimes(2);
    runningLabs.mockResolvedValue([]);
    expect(await open()).toEqual([]);
  });

  it('are nobody’s because they were another’s', async () => {
    await open();
    runningLabs.mockResolvedValue([]);
    expect(await open(BOB)).toEqual([]);
    runningLabs.mockResolvedValue([aLab({ n: 1 })]);
    viewerKubeconfig.mockRejectedValue(new Error('Bob may not'));
    expect(await open(BOB)).toEqual([]);
  });

  it('are left out and logged once when they cannot be had', async () => {
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

  it('are left out, and logged once, when they cannot be listed', async () => {
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

  it('are not waited for without an end, and there the next time', async () => {
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

  it('tell no secret in the log', async () => {
    viewerKubeconfig.mockResolvedValue(
      aKubeconfig({ server: 'a-secret-token' }),
    );
    expect(await open()).toEqual([]);
    expect(JSON.stringify(logger.warn.mock.calls)).not.toContain('secret');
  });

  it('are in use by whom they belong to, and by whoever looks into them', async () => {
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
      await open(ALICE, 'lookInto');
      expect(await inUse()).toEqual(['demo-1', 'demo-2']);
      expect(await inUse(BOB)).toEqual([]);
    } finally {
      await up.stop();
    }
  });

  describe('that are looked into', () => {
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

    it('are left out while they do not answer', async () => {
      other.isFrozen = true;
      expect(await open(ALICE, 'lookInto')).toEqual([`lab-${anId(1)}`]);
      expect(logger.warn.mock.calls).toEqual([
        [expect.stringMatching(/"demo-2".*: nothing came within 5 s$/)],
      ]);
      expect(await open(ALICE)).toHaveLength(2);
      other.isFrozen = false;
      expect(await open(ALICE, 'lookInto')).toHaveLength(2);
    });

    it('are left out when they do not know the token', async () => {
      other.status = 401;
      expect(await open(ALICE, 'lookInto')).toEqual([`lab-${anId(1)}`]);
      expect(logger.warn.mock.calls).toEqual([
        [expect.stringMatching(/"demo-2".*does not know the token/)],
      ]);
    });
  });
});
