import {
  LAB_STATUSES,
  type LabOptions,
  type QuotaUse,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  EVERY_LAB,
  type LabFilter,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabSettings } from '../config';
import type { LabStore } from '../database';
import type { LabProviders } from '../lifecycle';
import type { LabCaller } from './LabService';
import { createRate, ownerQuota, totalQuota } from './quotas';

/** The most labs that the quotas name. */
const MAX_NAMED = 200;

interface Services {
  readonly providers: LabProviders;
  readonly store: LabStore;
  readonly settings: LabSettings;
}

/**
 * What a caller may ask for.
 * @param request - readable: the labs that the answer may name
 */
export async function describeOptions(
  request: { caller: LabCaller; readable?: LabFilter; now: Date },
  services: Services,
): Promise<LabOptions> {
  const { caller, readable, now } = request;
  const { providers, settings, store } = services;
  const owners = [
    caller.userRef,
    ...caller.ownershipRefs.filter(ref => ref !== caller.userRef),
  ];
  const [described, counts, rate, quotas] = await Promise.all([
    providers.describe(),
    store.countByStatus(),
    createRate(store.counts, caller.userRef, settings, now),
    quotasOf(owners, readable, services),
  ]);
  const { warningsSeconds, ...ttl } = settings.ttl;
  return {
    providers: described,
    ttl: { ...ttl, warningsSeconds: [...warningsSeconds] },
    owners,
    provisioning: {
      concurrency: settings.provisioning.concurrency,
      active: counts.PROVISIONING ?? 0,
      queued: counts.QUEUED ?? 0,
    },
    quotas,
    createRate: rate,
    pause: settings.pause,
    seesAll: readable === EVERY_LAB,
  };
}

/** What the owners have of what they may have, naming what may be seen. */
async function quotasOf(
  owners: readonly string[],
  readable: LabFilter | undefined,
  { store, settings }: Services,
): Promise<QuotaUse[]> {
  const own = await Promise.all(
    owners.map(owner => ownerQuota(store.counts, owner, settings)),
  );
  const seen = await store.list({
    readable,
    owners,
    statuses: LAB_STATUSES.filter(status => status !== 'DELETED'),
    orderBy: { field: 'createdAt', descending: false },
    limit: MAX_NAMED,
    offset: 0,
  });
  const named = own.map(quota => ({
    ...quota,
    labs: seen.items
      .filter(lab => lab.ownerRef === quota.owner)
      .map(lab => lab.name),
  }));
  return [...named, await totalQuota(store.counts, settings)];
}
