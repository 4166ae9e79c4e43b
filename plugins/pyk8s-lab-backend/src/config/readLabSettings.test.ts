import { ConfigReader } from '@backstage/config';
import { readLabSettings } from './readLabSettings';

const read = (pyk8sLab?: object) =>
  readLabSettings(new ConfigReader(pyk8sLab ? { pyk8sLab } : {}));

describe('readLabSettings', () => {
  it('has defaults for everything', () => {
    expect(read()).toEqual({
      defaultProvider: 'kind',
      admins: [],
      services: [],
      ttl: {
        defaultSeconds: 7200,
        minSeconds: 300,
        maxSeconds: 86_400,
        maxLifetimeSeconds: 259_200,
        warningsSeconds: [900, 300],
      },
      quotas: {
        perUser: 3,
        perGroup: 10,
        total: 50,
        simulated: { perUser: 20, perGroup: 20, total: 200 },
      },
      createRate: { limit: 10, perSeconds: 600 },
      changeRate: { limit: 60, perSeconds: 60 },
      pause: { stopsTime: false, idleAfterSeconds: undefined },
      retention: {
        deletedLabsSeconds: 2_592_000,
        eventsSeconds: 7_776_000,
        unknownClustersSeconds: 600,
      },
      notifications: {
        ready: true,
        failed: true,
        endsSoon: true,
        idle: true,
        ended: true,
        handedOver: true,
      },
      provisioning: { concurrency: 2, timeoutSeconds: 600, attempts: 3 },
      exec: {
        commands: [{ name: 'kubectl', asRoot: false }],
        timeoutSeconds: 60,
        maxTimeoutSeconds: 600,
        maxOutputBytes: 1_048_576,
        perLab: 4,
      },
      images: {
        maxArchiveBytes: 4 * 2 ** 30,
        hostImages: [],
        concurrency: 4,
      },
      logs: { maxArchiveBytes: 512 * 2 ** 20 },
      encryptionKeys: [],
    });
  });

  it('takes durations as text and as objects', () => {
    expect(
      read({ ttl: { default: '90m', min: { seconds: 5 }, max: 'PT3H' } }).ttl,
    ).toMatchObject({
      defaultSeconds: 5400,
      minSeconds: 5,
      maxSeconds: 10_800,
    });
  });

  it('reads what limits labs', () => {
    expect(
      read({
        admins: ['Group:default/Platform-Admins'],
        ttl: { warnings: ['5m', '1h', '5m'] },
        quotas: { perUser: 1, simulated: { total: 9 } },
        createRate: { limit: 2, per: '1m' },
        changeRate: { limit: 5, per: '10s' },
        pause: { stopsTime: true, idleAfter: '30m' },
        notifications: { ready: false, ended: false },
        retention: { deletedLabs: '7d', unknownClusters: '1h' },
      }),
    ).toMatchObject({
      admins: ['group:default/platform-admins'],
      ttl: { warningsSeconds: [3600, 300] },
      quotas: {
        perUser: 1,
        perGroup: 10,
        total: 50,
        simulated: { perUser: 20, perGroup: 20, total: 9 },
      },
      createRate: { limit: 2, perSeconds: 60 },
      changeRate: { limit: 5, perSeconds: 10 },
      pause: { stopsTime: true, idleAfterSeconds: 1800 },
      notifications: {
        ready: false,
        failed: true,
        endsSoon: true,
        idle: true,
        ended: false,
        handedOver: true,
      },
      retention: {
        deletedLabsSeconds: 604_800,
        eventsSeconds: 7_776_000,
        unknownClustersSeconds: 3_600,
      },
    });
    expect(read({ ttl: { warnings: [] } }).ttl.warningsSeconds).toEqual([]);
  });

  it('leaves the keys of providers to their modules', () => {
    expect(() =>
      read({ kind: { maxWorkers: 2 }, simulated: {} }),
    ).not.toThrow();
  });

  const secret = 'a'.repeat(16);
  it.each([
    [{ admins: ['everybody'] }, 'pyk8sLab.admins[0]'],
    [{ ttl: { warnings: '5m' } }, 'pyk8sLab.ttl.warnings must be a list'],
    [{ quotas: { perUser: 0 } }, 'pyk8sLab.quotas.perUser must be'],
    [
      { quotas: { simulated: { perUser: 0 } } },
      'pyk8sLab.quotas.simulated.perUser must be',
    ],
    [
      { quotas: { everybody: 1 } },
      'pyk8sLab.quotas.everybody is not a setting',
    ],
    [{ createRate: { per: 'day' } }, 'pyk8sLab.createRate.per is not'],
    [{ notifications: { reday: true } }, 'reday'],
    [{ notifications: { ready: 'sometimes' } }, 'pyk8sLab.notifications.ready'],
    [{ pause: { idleAfter: 'soon' } }, 'pyk8sLab.pause.idleAfter is not'],
    [
      { retention: { deletedLabs: '1m' } },
      'pyk8sLab.retention.deletedLabs must not be shorter',
    ],
    [{ tll: {} }, 'pyk8sLab.tll is not a setting'],
    [{ ttl: { maximum: '1h' } }, 'pyk8sLab.ttl.maximum is not a setting'],
    [{ ttl: { default: 'soon' } }, 'pyk8sLab.ttl.default is not a duration'],
    [{ ttl: { default: 7 } }, 'pyk8sLab.ttl.default is not a duration'],
    [{ ttl: { min: '0s' } }, 'pyk8sLab.ttl.min must be at least one second'],
    [{ ttl: { min: '30h' } }, 'pyk8sLab.ttl.min must not be longer'],
    [{ ttl: { default: '1m' } }, 'pyk8sLab.ttl.default must lie between'],
    [{ ttl: { maxLifetime: '1h' } }, 'pyk8sLab.ttl.maxLifetime must not be'],
    [
      { provisioning: { concurrency: 0 } },
      'pyk8sLab.provisioning.concurrency must be an integer',
    ],
    [
      { provisioning: { attempts: 1.5 } },
      'pyk8sLab.provisioning.attempts must be an integer',
    ],
    [
      { provisioning: { concurrency: 'many' } },
      "'pyk8sLab.provisioning.concurrency' in",
    ],
    [{ encryption: { keys: [{ id: 'k1' }] } }, 'encryption.keys[0].secret'],
    [
      { encryption: { keys: [{ id: 'k 1', secret }] } },
      'pyk8sLab.encryption.keys[0].id must be',
    ],
    [
      { encryption: { keys: [{ id: 'k1', secret: 'short' }] } },
      'pyk8sLab.encryption.keys[0].secret is too short',
    ],
    [
      {
        encryption: {
          keys: [
            { id: 'k1', secret },
            { id: 'k1', secret },
          ],
        },
      },
      'pyk8sLab.encryption.keys[1].id is used twice',
    ],
  ])('names the bad key of %j', (config, message) => {
    expect(() => read(config)).toThrow(message);
  });

  it('keeps secrets out of its messages', () => {
    expect(() =>
      read({ encryption: { keys: [{ id: 'k1', secret: 'hunter2' }] } }),
    ).toThrow(expect.not.objectContaining({ message: /hunter2/ }));
  });
});
