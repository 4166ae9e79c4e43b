import { TestDatabases } from '@backstage/backend-test-utils';
import { at } from '../__testUtils__/builders';
import { LabHarness } from '../__testUtils__/LabHarness';
import type { LabSettings } from '../config/LabSettings';

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('the queue on %s', id => {
  let world: LabHarness;

  const start = async (settings: Partial<LabSettings> = {}) => {
    world = await LabHarness.create({
      knex: await databases.init(id),
      settings,
    });
  };
  afterEach(() => world.stop());
  const oneAtATime = {
    provisioning: { concurrency: 1, timeoutSeconds: 600, attempts: 3 },
  };

  it('lets owners take turns', async () => {
    await start(oneAtATime);
    for (let n = 1; n <= 5; n++) {
      await world.request({ name: `mine-${n}` });
      world.advance(1);
    }
    await world.request({ name: 'ours', owner: 'group:default/team-a' });
    await world.settle();
    await world.settle();
    const order = (await world.store.eventsAfter(0, 500))
      .filter(({ type }) => type === 'lab.provisioning')
      .map(({ labId }) => labId);
    const names = await Promise.all(
      order.map(async labId => (await world.get(labId)).name),
    );
    expect(names.slice(0, 3)).toEqual(['mine-1', 'ours', 'mine-2']);
    expect(names).toHaveLength(6);
  });

  it('keeps what does not fit, with the reason, and lets nothing pass it', async () => {
    await start();
    let room = false;
    world.intercept = ({ verb }) => {
      if (verb === 'preflight' && !room) {
        throw new Error(
          'waits for memory: 700 MiB are needed, 12 MiB are free',
        );
      }
    };
    const first = await world.request({ name: 'first' });
    world.advance(1);
    const second = await world.request({ name: 'second' });
    await world.settle();
    expect(await world.get(first.id)).toMatchObject({
      status: 'QUEUED',
      queuePosition: 1,
      statusMessage: expect.stringContaining('waits for memory'),
    });
    expect(await world.get(second.id)).toMatchObject({
      status: 'QUEUED',
      queuePosition: 2,
      statusMessage: '',
    });
    expect(await world.eventTypes(first)).toEqual([
      'lab.created',
      'lab.waiting',
    ]);
    expect(world.moments.filter(({ verb }) => verb === 'create')).toEqual([]);

    room = true;
    world.roomMade();
    await world.settleUntil(first, 'RUNNING');
    await world.settleUntil(second, 'RUNNING');
    expect((await world.get(first.id)).statusMessage).toBe('');
  });

  it('does not ask a full host again and again', async () => {
    await start();
    world.intercept = ({ verb }) => {
      if (verb === 'preflight') {
        throw new Error('no room');
      }
    };
    const lab = await world.request();
    for (let n = 0; n < 10; n++) {
      await world.settle();
    }
    const asked = world.moments.filter(({ verb }) => verb === 'preflight');
    expect(asked).toHaveLength(1);
    expect((await world.get(lab.id)).attempt).toBe(0);
  });

  it('does not take the time in the queue from the time to come up', async () => {
    await start({
      ...oneAtATime,
      provisioning: { ...oneAtATime.provisioning, timeoutSeconds: 60 },
    });
    let full = true;
    world.intercept = ({ verb }) => {
      if (verb === 'preflight' && full) {
        throw new Error('no room');
      }
    };
    const lab = await world.request({ ttl: '30m' });
    await world.settle();
    world.advance(1700);
    full = false;
    world.roomMade();
    let seen: Date | undefined;
    world.intercept = async ({ verb }) => {
      if (verb === 'create') {
        seen = (await world.store.get(lab.id))?.expiresAt;
      }
    };
    await world.settleUntil(lab, 'RUNNING');
    expect(seen).toEqual(at(1700 + 1800));
  });

  it('expires a lab that has waited for its whole lifetime', async () => {
    await start();
    world.intercept = ({ verb }) => {
      if (verb === 'preflight') {
        throw new Error('no room');
      }
    };
    const lab = await world.request({ ttl: '30m' });
    await world.settle();
    world.advance(1800);
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('DELETED');
  });
});
