import { TestDatabases } from '@backstage/backend-test-utils';
import { ProvisioningError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { someSettings } from '../__testUtils__/builders';
import { LabHarness } from '../__testUtils__/LabHarness';
import type { NotificationSettings } from '../config/LabSettings';

const databases = TestDatabases.create();
const TEAM = 'group:default/team-a';
const EVERYTHING: NotificationSettings = {
  ready: true,
  failed: true,
  endsSoon: true,
  idle: true,
  ended: true,
  handedOver: true,
};

describe.each(databases.eachSupportedId())('notifications on %s', id => {
  let world: LabHarness;

  const start = async (change: Partial<NotificationSettings> = {}) => {
    world = await LabHarness.create({
      knex: await databases.init(id),
      settings: {
        notifications: { ...EVERYTHING, ...change },
        provisioning: {
          ...someSettings().provisioning,
          attempts: 2,
        },
      },
    });
  };
  afterEach(() => world.stop());
  const jump = async (seconds: number) => {
    world.advance(seconds);
    await world.settle();
  };
  /** What was told, and forgets it. */
  const told = () => world.notifications.splice(0);

  it('tell that a lab can be used, once', async () => {
    await start();
    const lab = await world.request({ ttl: '2h' });
    expect(told()).toEqual([]);
    await world.settleUntil(lab, 'RUNNING');
    expect(world.sent).toEqual([
      {
        recipients: { type: 'entity', entityRef: 'user:default/alice' },
        payload: {
          title: 'The lab demo is ready',
          description: expect.stringMatching(
            /^It runs Kubernetes v\S+ for 2h\. It is simulated: not backed/,
          ),
          link: `/labs/${lab.id}`,
          severity: 'normal',
          topic: 'pyk8s-lab',
          scope: `pyk8s-lab-${lab.id}-made`,
        },
      },
    ]);
    await jump(60);
    await world.sweep();
    await world.pause(lab.id);
    await world.settleUntil(lab, 'PAUSED');
    await world.resume(lab.id);
    await world.settleUntil(lab, 'RUNNING');
    expect(told()).toEqual(['The lab demo is ready']);
  });

  it('tell it once where several replicas are, and after a restart', async () => {
    await start();
    const replicas = [world.replica(), world.replica()];
    const lab = await world.request();
    await Promise.all(
      replicas.map(async ({ reconciler }) => {
        await reconciler.runOnce();
        await reconciler.settle();
      }),
    );
    await world.settleUntil(lab, 'RUNNING');
    const { reconciler } = world.replica();
    await reconciler.runOnce();
    await reconciler.settle();
    await Promise.all(replicas.map(each => each.reconciler.stop()));
    await reconciler.stop();
    expect(told()).toEqual(['The lab demo is ready']);
  });

  it('tell that a lab failed, with the message of the provider, when no retry is left', async () => {
    await start();
    const words = `kind said no:\n${'x'.repeat(400)}`;
    world.intercept = ({ verb }) => {
      if (verb === 'create') {
        throw new ProvisioningError(words, { retryable: true });
      }
    };
    const lab = await world.request();
    await world.settle();
    expect((await world.get(lab.id)).status).toBe('QUEUED');
    expect(told()).toEqual([]);
    await jump(60);
    expect((await world.get(lab.id)).status).toBe('ERROR');
    expect(world.sent[0].payload).toMatchObject({
      title: 'The lab demo failed',
      description: `kind said no: ${'x'.repeat(286)}…`,
      severity: 'high',
      scope: `pyk8s-lab-${lab.id}-made`,
    });
    await jump(60);
    await world.sweep();
    expect(told()).toEqual(['The lab demo failed']);

    world.intercept = () => undefined;
    await world.retry(lab.id);
    await world.settleUntil(lab, 'RUNNING');
    expect(told()).toEqual(['The lab demo is ready']);
  });

  it('tell that a cluster is gone', async () => {
    await start();
    const lab = await world.request();
    await world.settleUntil(lab, 'RUNNING');
    told();
    world.provider.vanish(await world.clusterName(lab));
    await jump(600);
    await world.sweep();
    await world.sweep();
    expect((await world.get(lab.id)).status).toBe('ERROR');
    expect(told()).toEqual(['The lab demo failed']);
    expect(world.sent.at(-1)?.payload.description).toMatch(
      /^The cluster no longer exists/,
    );
  });

  it('tell that the time of a lab was over, and not that it was deleted', async () => {
    await start();
    const lab = await world.request({ name: 'over', ttl: '1h' });
    const other = await world.request({ name: 'other', ttl: '1h' });
    await world.settleUntil(lab, 'RUNNING');
    await world.settleUntil(other, 'RUNNING');
    told();
    await world.delete(other.id);
    await world.settleUntil(other, 'DELETED');
    world.intercept = ({ verb }) => {
      if (verb === 'destroy') {
        throw new Error('not yet');
      }
    };
    // The deletion is tried again and again.
    await jump(3600);
    await jump(60);
    world.intercept = () => undefined;
    await jump(600);
    await world.settleUntil(lab, 'DELETED');
    expect(told()).toEqual(['The lab over has ended']);
    expect(world.sent.at(-1)?.payload).toMatchObject({
      severity: 'normal',
      // It takes the place of the warning, whose link extends.
      scope: `pyk8s-lab-${lab.id}-expiring`,
    });
  });

  it('tell the new owner of a lab, and not the one who gave it', async () => {
    await start();
    const lab = await world.request();
    await world.settleUntil(lab, 'RUNNING');
    told();
    await world.update(lab.id, { owner: TEAM });
    await world.update(lab.id, { owner: TEAM });
    expect(told()).toEqual(['The lab demo was transferred to team-a']);
    expect(world.sent.at(-1)).toMatchObject({
      recipients: {
        entityRef: TEAM,
        excludeEntityRef: 'user:default/alice',
      },
      payload: { description: 'Previous owner: user:default/alice.' },
    });
    await world.update(lab.id, { owner: 'user:default/alice' });
    expect(told()).toEqual([]);
    await world.update(lab.id, { owner: 'user:default/bob', purpose: 'x' });
    expect(told()).toEqual(['The lab demo was transferred to you']);
  });

  it.each<[keyof NotificationSettings, string[]]>([
    ['ready', ['ends in 15 minutes', 'has ended']],
    ['endsSoon', ['is ready', 'has ended']],
    ['ended', ['is ready', 'ends in 15 minutes']],
  ])('tell nothing of what is switched off: %s', async (key, left) => {
    await start({ [key]: false });
    const lab = await world.request({ ttl: '1h' });
    await world.settleUntil(lab, 'RUNNING');
    await jump(2700);
    await jump(900);
    await world.settleUntil(lab, 'DELETED');
    expect(told()).toEqual(left.map(text => `The lab demo ${text}`));
  });

  it('tell of no failure and no hand-over where these are switched off', async () => {
    await start({ failed: false, handedOver: false });
    world.intercept = ({ verb }) => {
      if (verb === 'create') {
        throw new ProvisioningError('no', { retryable: false });
      }
    };
    const lab = await world.request();
    await world.settleUntil(lab, 'ERROR');
    await world.update(lab.id, { owner: TEAM });
    expect(told()).toEqual([]);
  });

  it('hold nothing up', async () => {
    await start();
    world.notify = () => {
      throw new Error('no notifications here');
    };
    const lab = await world.request({ ttl: '1h' });
    await world.settleUntil(lab, 'RUNNING');
    await world.update(lab.id, { owner: TEAM });
    await jump(3600);
    await world.settleUntil(lab, 'DELETED');
    expect((await world.get(lab.id)).owner).toBe(TEAM);
  });
});
