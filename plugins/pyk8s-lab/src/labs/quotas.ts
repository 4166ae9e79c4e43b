import {
  formatDuration,
  type CreateRate,
  type Lab,
  type LabOptions,
  type QuotaUse,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { enumerate, type Translate } from '../translation';
import { describeOwner } from './owners';

/** Whether an owner has a lab of a name already, as far as it is known. */
export function isNameTaken(
  owner: string,
  name: string,
  labs: Lab[],
  options: LabOptions | undefined,
): boolean {
  return (
    labs.some(lab => lab.owner === owner && lab.name === name) ||
    !!options?.quotas.some(
      quota => quota.owner === owner && quota.labs.includes(name),
    )
  );
}

/** A lab that is not there yet, as far as quotas go by it. */
export interface CountedLab {
  readonly owner: string;
  /** Simulated labs count apart from real ones. */
  readonly simulated: boolean;
}

/** The quotas that a new lab counts for. */
export function quotasFor(
  options: LabOptions,
  { owner, simulated }: CountedLab,
): QuotaUse[] {
  return options.quotas.filter(
    quota =>
      (quota.scope === 'total' || quota.owner === owner) &&
      Boolean(quota.simulated) === simulated,
  );
}

/**
 * Says how much of the quotas is used that are an owner's own.
 *
 * @param ownerName - what people call the owner
 */
export function describeQuotas(
  t: Translate,
  options: LabOptions,
  lab: CountedLab,
  ownerName: string,
): string[] {
  return quotasFor(options, lab).flatMap(quota =>
    quota.scope === 'total'
      ? []
      : t(
          quota.simulated
            ? `quotas.simulated.inUse.${quota.scope}`
            : `quotas.inUse.${quota.scope}`,
          numbersOf(quota, ownerName),
        ),
  );
}

/**
 * Says which labs leave no room for another lab, and what to do.
 *
 * @returns undefined where there is room
 */
export function explainUsedUpQuota(
  t: Translate,
  options: LabOptions,
  lab: CountedLab,
): string | undefined {
  const quota = quotasFor(options, lab).find(
    ({ used, limit }) => used >= limit,
  );
  if (!quota) {
    return undefined;
  }
  const labs = nameLabs(t, quota);
  const numbers = numbersOf(quota, describeOwner(t, lab.owner));
  const key = labs
    ? (`usedUpBy.${quota.scope}` as const)
    : (`usedUp.${quota.scope}` as const);
  const problem = t(
    quota.simulated ? `quotas.simulated.${key}` : `quotas.${key}`,
    { ...numbers, labs },
  );
  const advice =
    quota.scope === 'total'
      ? t('quotas.adviceOfTotal')
      : t('quotas.adviceOfOwner');
  return `${problem} ${advice}`;
}

function numbersOf({ used, limit }: QuotaUse, owner: string) {
  return { used: String(used), limit: String(limit), owner };
}

/** The labs that use a quota, as far as the user may see them. */
function nameLabs(t: Translate, { labs, used }: QuotaUse): string {
  const others = used - labs.length;
  return enumerate(
    t,
    others > 0 && labs.length > 0
      ? [...labs, t('quotas.unseen', { count: others })]
      : labs,
  );
}

/** What the limit on asking for labs means now; undefined while it is far. */
export function describeRate(
  t: Translate,
  rate: CreateRate,
): string | undefined {
  const limits = {
    limit: String(rate.limit),
    period: formatDuration(rate.perSeconds),
  };
  if (rate.left <= 0) {
    return rate.retryAfterSeconds === undefined
      ? t('quotas.rate.reachedForAWhile', limits)
      : t('quotas.rate.reached', {
          ...limits,
          wait: formatDuration(rate.retryAfterSeconds),
        });
  }
  return rate.left === 1 ? t('quotas.rate.lastOne', limits) : undefined;
}
