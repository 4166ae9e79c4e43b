import { type LabOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { EVERY_LAB } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabCaller } from '../callers/LabCaller';
import type { LabSettings } from '../config/LabSettings';
import type { LabStore } from '../database';
import type { LabProviders } from '../clusters/LabProviders';
import { createRate, ownerQuota, totalQuota } from './quotas';

interface Services {
  readonly providers: LabProviders;
  readonly store: LabStore;
  readonly settings: LabSettings;
}

/** What a caller may ask for. */
export async function describeOptions(
  caller: LabCaller,
  now: Date,
  { providers, settings, store }: Services,
): Promise<LabOptions> {
  const { counts } = store;
  const owners = [
    caller.userRef,
    ...caller.ownershipRefs.filter(ref => ref !== caller.userRef),
  ];
  // A portal without real clusters, or without simulated ones, has no quota of them.
  const kinds = [false, true].filter(kind =>
    providers.all().some(({ simulated }) => simulated === kind),
  );
  const [described, byStatus, rate, ...quotas] = await Promise.all([
    providers.describe(),
    store.countByStatus(),
    createRate(counts, caller.userRef, settings, now),
    ...kinds.flatMap(simulated => [
      ...owners.map(ownerRef =>
        ownerQuota(counts, { ownerRef, simulated }, settings, caller.rights),
      ),
      totalQuota(counts, simulated, settings),
    ]),
  ]);
  const { warningsSeconds, ...ttl } = settings.ttl;
  return {
    providers: described,
    ttl: { ...ttl, warningsSeconds: [...warningsSeconds] },
    owners,
    provisioning: {
      concurrency: settings.provisioning.concurrency,
      active: byStatus.PROVISIONING ?? 0,
      queued: byStatus.QUEUED ?? 0,
    },
    quotas,
    createRate: rate,
    pause: settings.pause,
    exec: {
      commands: settings.exec.commands.map(({ name }) => name),
      timeoutSeconds: settings.exec.timeoutSeconds,
      maxTimeoutSeconds: settings.exec.maxTimeoutSeconds,
      maxOutputBytes: settings.exec.maxOutputBytes,
    },
    images: {
      maxArchiveBytes: settings.images.maxArchiveBytes,
      hostImages: settings.images.hostImages.map(({ text }) => text),
    },
    seesAll: caller.rights?.readable === EVERY_LAB,
  };
}
