import {
  formatDuration,
  type CreateRate,
  type Lab,
  type LabOptions,
  type QuotaUse,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
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

/** The quotas that a new lab of an owner counts for. */
export function quotasFor(options: LabOptions, owner: string): QuotaUse[] {
  return options.quotas.filter(
    quota => quota.scope === 'total' || quota.owner === owner,
  );
}

/**
 * How much of a quota is used, such as `2 of 3 labs of yours`.
 *
 * @param ownerName - what people call its owner
 */
export function describeQuota(quota: QuotaUse, ownerName: string): string {
  const use = `${quota.used} of ${quota.limit} labs`;
  switch (quota.scope) {
    case 'user':
      return `${use} of yours`;
    case 'group':
      return `${use} of ${ownerName}`;
    default:
      return `${use} of everybody on this portal`;
  }
}

/**
 * Says which labs leave no room for another lab of an owner, and what to do.
 *
 * @returns undefined where there is room
 */
export function explainUsedUpQuota(
  options: LabOptions,
  owner: string,
): string | undefined {
  const quota = quotasFor(options, owner).find(
    ({ used, limit }) => used >= limit,
  );
  if (!quota) {
    return undefined;
  }
  const labs = nameLabs(quota);
  const advice =
    quota.scope === 'total'
      ? 'Wait until one of them ends, or ask the administrators.'
      : 'Delete one, wait until one ends, or choose another owner.';
  return `${describeQuota(quota, describeOwner(owner))} are in use${
    labs && `: ${labs}`
  }. ${advice}`;
}

/** The labs that use a quota, as far as the user may see them. */
function nameLabs({ labs, used }: QuotaUse): string {
  const others = used - labs.length;
  const names =
    others > 0 && labs.length > 0
      ? [...labs, `${others} that you may not see`]
      : [...labs];
  const last = names.pop() ?? '';
  return names.length > 0 ? `${names.join(', ')} and ${last}` : last;
}

/** What the limit on asking for labs means now; undefined while it is far. */
export function describeRate(rate: CreateRate): string | undefined {
  const { limit, perSeconds, left, retryAfterSeconds } = rate;
  const within = `${limit} labs within ${formatDuration(perSeconds)}`;
  if (left <= 0) {
    const wait =
      retryAfterSeconds === undefined
        ? 'a while'
        : formatDuration(retryAfterSeconds);
    return `You have asked for ${within}, which is the limit. Try again in ${wait}.`;
  }
  return left === 1
    ? `This is the last lab that you may ask for now: the limit is ${within}.`
    : undefined;
}
