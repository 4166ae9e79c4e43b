import { parseEntityRef } from '@backstage/catalog-model';
import {
  formatDuration,
  type CreateRate,
  type QuotaUse,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabRights } from '../callers/LabCaller';
import type { LabSettings, QuotaLimits } from '../config/LabSettings';
import { usesQuota, type LabCounts, type LabRecord } from '../database';
import { TooManyRequestsError } from '../errors';

type Limits = Pick<LabSettings, 'quotas' | 'createRate'>;

/** Whose labs are counted, and which: real ones, or simulated ones. */
type Counted = Pick<LabRecord, 'ownerRef' | 'simulated'>;

/** The most labs that a quota names. */
const MAX_NAMED = 200;

/** The most that a message lists. */
const MAX_LISTED = 10;

/** The API says it of quotas of simulated labs only. */
const kindOf = (simulated: boolean) => (simulated ? { simulated } : {});

const limitsOf = ({ quotas }: Limits, simulated: boolean): QuotaLimits =>
  simulated ? quotas.simulated : quotas;

/** What the labs of a quota are called. */
const nounOf = ({ simulated }: Pick<QuotaUse, 'simulated'>) =>
  simulated ? 'simulated labs' : 'labs';

/**
 * What an owner has of what an owner may have.
 * @param rights - the labs that it may name
 */
export async function ownerQuota(
  counts: LabCounts,
  { ownerRef, simulated }: Counted,
  settings: Limits,
  rights?: LabRights,
): Promise<QuotaUse> {
  const limits = limitsOf(settings, simulated);
  const { total, names } = await counts.ofOwner(ownerRef, {
    simulated,
    readable: rights?.readable,
    limit: MAX_NAMED,
  });
  const isUser = parseEntityRef(ownerRef).kind.toLowerCase() === 'user';
  return {
    scope: isUser ? 'user' : 'group',
    owner: ownerRef,
    ...kindOf(simulated),
    limit: isUser ? limits.perUser : limits.perGroup,
    used: total,
    labs: names,
  };
}

/** What everybody together has. */
export async function totalQuota(
  counts: LabCounts,
  simulated: boolean,
  settings: Limits,
): Promise<QuotaUse> {
  return {
    scope: 'total',
    ...kindOf(simulated),
    limit: limitsOf(settings, simulated).total,
    used: await counts.total(simulated),
    labs: [],
  };
}

/**
 * Lets one more lab be added for an owner.
 * @throws TooManyRequestsError naming what is used, and by which labs
 */
export async function assertQuota(
  counts: LabCounts,
  lab: Counted,
  limits: Limits,
  rights?: LabRights,
): Promise<void> {
  await assertOwnerQuota(counts, lab, limits, rights);
  const total = await totalQuota(counts, lab.simulated, limits);
  if (total.used >= total.limit) {
    throw new TooManyRequestsError(
      `This portal has ${total.used} of ${total.limit} ${nounOf(
        total,
      )}: wait until one is deleted, or ask its administrators.`,
    );
  }
}

/** Admits a change of a lab that then counts: within the quotas, unless it counts already. */
export function admitUnlessCounted(limits: Limits, rights?: LabRights) {
  return async (counts: LabCounts, lab: LabRecord): Promise<void> => {
    if (!usesQuota(lab)) {
      await assertQuota(counts, lab, limits, rights);
    }
  };
}

/**
 * Lets an owner have one more lab, which need not be a new one.
 * @throws TooManyRequestsError naming what is used, and by which labs
 */
export async function assertOwnerQuota(
  counts: LabCounts,
  lab: Counted,
  limits: Limits,
  rights?: LabRights,
): Promise<void> {
  const own = await ownerQuota(counts, lab, limits, rights);
  if (own.used >= own.limit) {
    throw new TooManyRequestsError(
      `${lab.ownerRef} has ${own.used} of ${own.limit} ${nounOf(own)}${listed(
        own,
      )}. Delete one that is not needed, or wait until one expires.`,
    );
  }
}

/** The labs that count, by name as far as they may be named. */
function listed({ used, labs }: QuotaUse): string {
  if (labs.length === 0) {
    return '';
  }
  const names = labs.slice(0, MAX_LISTED);
  const more = used - names.length;
  return `: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** How many labs a person may ask for now. */
export async function createRate(
  counts: LabCounts,
  userRef: string,
  { createRate: { limit, perSeconds } }: Limits,
  now: Date,
): Promise<CreateRate> {
  const since = new Date(now.getTime() - perSeconds * 1000);
  const { count, oldest } = await counts.createsSince(userRef, since);
  const left = Math.max(0, limit - count);
  return {
    limit,
    perSeconds,
    left,
    retryAfterSeconds:
      left === 0 && oldest
        ? Math.max(1, Math.ceil((oldest.getTime() - since.getTime()) / 1000))
        : undefined,
  };
}

/**
 * Lets a person ask for one more lab.
 * @throws TooManyRequestsError saying when to ask again
 */
export async function assertCreateRate(
  counts: LabCounts,
  userRef: string,
  limits: Limits,
  now: Date,
): Promise<void> {
  const rate = await createRate(counts, userRef, limits, now);
  if (rate.left === 0) {
    throw new TooManyRequestsError(
      `You may create ${rate.limit} labs in ${formatDuration(
        rate.perSeconds,
      )}: try again in ${formatDuration(rate.retryAfterSeconds ?? 1)}.`,
      rate.retryAfterSeconds,
    );
  }
}
