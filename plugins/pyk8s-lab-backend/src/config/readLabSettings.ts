import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  readLabAdmins,
  readProvisioningSettings,
  StrictConfig,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabSettings, QuotaLimits } from './LabSettings';
import { readEncryptionKeys } from './readEncryptionKeys';
import { readExec } from './readExec';
import { readImages, readLogs } from './readImages';
import { readServices } from './readServices';
import { readTtl } from './readTtl';

const DAY_SECONDS = 24 * 3600;

/**
 * Reads `pyk8sLab` from the app's config.
 *
 * @throws InputError naming the key that is unknown, of the wrong type, or out
 *   of bounds, so that a bad key stops the start
 */
export function readLabSettings(rootConfig: Config): LabSettings {
  const root = StrictConfig.create({
    config: rootConfig,
    key: 'pyk8sLab',
    known: [
      'admins',
      'changeRate',
      'createRate',
      'defaultProvider',
      'encryption',
      'exec',
      'images',
      'logs',
      'notifications',
      'pause',
      'provisioning',
      'quotas',
      'retention',
      'services',
      'ttl',
      // Read by their own modules.
      'kind',
      'simulated',
    ],
  });
  const settings: LabSettings = {
    portalUrl: rootConfig
      .getOptionalString('app.baseUrl')
      ?.replace(/(?<!\/)\/+$/, ''),
    defaultProvider: root.string('defaultProvider') ?? 'kind',
    admins: readLabAdmins(rootConfig),
    services: readServices(rootConfig),
    ttl: readTtl(root),
    quotas: readQuotas(root),
    createRate: readRate(root, 'createRate', { limit: 10, perSeconds: 600 }),
    changeRate: readRate(root, 'changeRate', { limit: 60, perSeconds: 60 }),
    pause: readPause(root),
    retention: readRetention(root),
    notifications: readNotifications(root),
    provisioning: readProvisioningSettings(rootConfig),
    exec: readExec(rootConfig),
    images: readImages(rootConfig),
    logs: readLogs(rootConfig),
    encryptionKeys: readEncryptionKeys(root),
  };
  // Labs are counted by their rows, so the rows must outlive what is counted.
  if (settings.retention.deletedLabsSeconds < settings.createRate.perSeconds) {
    throw new InputError(
      'pyk8sLab.retention.deletedLabs must not be shorter than pyk8sLab.createRate.per',
    );
  }
  return settings;
}

function readQuotas(root: StrictConfig): LabSettings['quotas'] {
  const limits = ['perUser', 'perGroup', 'total'];
  const section = root.section('quotas', [...limits, 'simulated']);
  return {
    ...readLimits(section, { perUser: 3, perGroup: 10, total: 50 }),
    simulated: readLimits(section.section('simulated', limits), {
      perUser: 20,
      perGroup: 20,
      total: 200,
    }),
  };
}

function readLimits(section: StrictConfig, defaults: QuotaLimits): QuotaLimits {
  return {
    perUser: section.wholeNumber('perUser') ?? defaults.perUser,
    perGroup: section.wholeNumber('perGroup') ?? defaults.perGroup,
    total: section.wholeNumber('total') ?? defaults.total,
  };
}

function readRate(
  root: StrictConfig,
  name: 'createRate' | 'changeRate',
  defaults: LabSettings['createRate'],
): LabSettings['createRate'] {
  const section = root.section(name, ['limit', 'per']);
  return {
    limit: section.wholeNumber('limit') ?? defaults.limit,
    perSeconds: section.seconds('per') ?? defaults.perSeconds,
  };
}

function readPause(root: StrictConfig): LabSettings['pause'] {
  const section = root.section('pause', ['stopsTime', 'idleAfter']);
  return {
    stopsTime: section.boolean('stopsTime') ?? false,
    idleAfterSeconds: section.seconds('idleAfter'),
  };
}

function readRetention(root: StrictConfig): LabSettings['retention'] {
  const section = root.section('retention', [
    'deletedLabs',
    'events',
    'unknownClusters',
  ]);
  return {
    deletedLabsSeconds: section.seconds('deletedLabs') ?? 30 * DAY_SECONDS,
    eventsSeconds: section.seconds('events') ?? 90 * DAY_SECONDS,
    unknownClustersSeconds: section.seconds('unknownClusters') ?? 600,
  };
}

function readNotifications(root: StrictConfig): LabSettings['notifications'] {
  const section = root.section('notifications', [
    'ready',
    'failed',
    'endsSoon',
    'idle',
    'ended',
    'handedOver',
  ]);
  return {
    ready: section.boolean('ready') ?? true,
    failed: section.boolean('failed') ?? true,
    endsSoon: section.boolean('endsSoon') ?? true,
    idle: section.boolean('idle') ?? true,
    ended: section.boolean('ended') ?? true,
    handedOver: section.boolean('handedOver') ?? true,
  };
}
