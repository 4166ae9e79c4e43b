import { TestDatabases } from '@backstage/backend-test-utils';
import { at } from '../__testUtils__/builders';
import { LabHarness } from '../__testUtils__/LabHarness';
import type { LabSettings } from '../config/LabSettings';

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('time on %s', id => {
  let world: LabHarness;

  const start = async (settings: Partial<LabSettings> = {}) => {
    world = await LabHarness.create({
      knex: await databases.init(id),
      settings,
    });
    const lab = await world.request({ ttl: '1h' });
    await world.settle();
    return lab;
  };
  afterEach(() => world.stop());
  const jump = async (seconds: number) => {
    world.advance(seconds);
    await world.settle();
  };

  describe('warnings', () => {
    it('come once each, as an event and to the owner', async () => {
      const lab = await start();
      await jump(2699);
      expect(world.notifications).toEqual([]);
      await jump(1);
      await jump(1);
      expect(world.notifications).toEqual(['The lab demo ends in 15 minutes']);
      await jump(599);
      expect(world.notifications).toEqual([
        'The lab demo ends in 15 minutes',
        'The lab demo ends in 5 minutes',
      ]);
      expect(
        (await world.store.listEvents(lab.id, { limit: 2 })).map(
          ({ type, data }) => [type, data],
        ),
      ).toEqual([
        [
          'lab.expiring',
          { secondsLeft: 300, expiresAt: at(3600).toISOString() },
        ],
        [
          'lab.expiring',
          { secondsLeft: 900, expiresAt: at(3600).toISOString() },
        ],
      ]);
    });

    it('come again after the lab was extended', async () => {
      const lab = await start();
      await jump(2700);
      await world.update(lab.id, { extendBy: '1h' });
      await jump(0);
      expect(world.notifications).toHaveLength(1);
      await jump(3600);
      expect(world.notifications).toHaveLength(2);
    });

    it('do not come at once for an end that was chosen to be near', async () => {
      const lab = await start();
      await world.update(lab.id, { ttl: '10m' });
      await jump(0);
      expect(world.notifications).toEqual([]);
      await jump(300);
      expect(world.notifications).toEqual(['The lab demo ends in 5 minutes']);
    });

    it('hold nothing up when they cannot be sent', async () => {
      const lab = await start();
      world.notify = () => {
        throw new Error('no notifications here');
      };
      await jump(2700);
      await jump(900);
      expect((await world.get(lab.id)).status).toBe('DELETED');
    });
  });

  describe('an idle lab', () => {
    const idle = { pause: { stopsTime: false, idleAfterSeconds: 600 } };

    it('is paused, on the evidence of the cluster', async () => {
      const lab = await start(idle);
      for (let n = 0; n < 11; n++) {
        await jump(60);
      }
      expect(await world.get(lab.id)).toMatchObject({
        status: 'PAUSED',
        statusMessage: expect.stringContaining(
          'Paused because nobody used it for',
        ),
        lastActiveAt: at(60).toISOString(),
      });
      expect(world.notifications).toEqual(['The lab demo is paused']);
    });

    it('is not paused while it is used', async () => {
      const lab = await start(idle);
      for (let n = 0; n < 30; n++) {
        world.provider.use(await world.clusterName(lab));
        await jump(60);
      }
      expect((await world.get(lab.id)).status).toBe('RUNNING');
    });

    it('is not paused while the cluster cannot be asked', async () => {
      const lab = await start(idle);
      world.intercept = ({ verb }) => {
        if (verb === 'activity') {
          throw new Error('no answer');
        }
      };
      for (let n = 0; n < 30; n++) {
        await jump(60);
      }
      expect((await world.get(lab.id)).status).toBe('RUNNING');
    });

    it('counts a kubeconfig that is read as use', async () => {
      const lab = await start(idle);
      for (let n = 0; n < 9; n++) {
        await jump(60);
      }
      await world.kubeconfig(lab.id);
      for (let n = 0; n < 5; n++) {
        await jump(60);
      }
      expect((await world.get(lab.id)).status).toBe('RUNNING');
    });

    it('is left alone unless that is configured', async () => {
      const lab = await start();
      await jump(2000);
      expect((await world.get(lab.id)).status).toBe('RUNNING');
      expect(world.moments.map(({ verb }) => verb)).not.toContain('activity');
      expect((await world.get(lab.id)).lastActiveAt).toBeUndefined();
    });
  });

  describe('nodes that stop by themselves', () => {
    it('are started again', async () => {
      const lab = await start();
      await jump(60);
      world.provider.stopNodes(await world.clusterName(lab));
      await world.sweep();
      await world.settleUntil(lab, 'RUNNING');
      expect((await world.eventTypes(lab)).slice(-2)).toEqual([
        'lab.resuming',
        'lab.resumed',
      ]);
    });
  });

  it('survives a clock that jumps back', async () => {
    const lab = await start();
    await jump(1800);
    await jump(-3600);
    await jump(1800 + 3600 - 1);
    expect((await world.get(lab.id)).status).toBe('RUNNING');
    await jump(1);
    expect((await world.get(lab.id)).status).toBe('DELETED');
  });

  it('says how far a lab can be extended', async () => {
    const lab = await start();
    expect((await world.get(lab.id)).maxExpiresAt).toBe(
      at(259_200).toISOString(),
    );
    await expect(world.update(lab.id, { extendBy: '72h' })).rejects.toThrow(
      'can be extended by 2d23h at most',
    );
  });
});
