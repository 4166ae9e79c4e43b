import { backoffMs } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabSettings } from '../config/LabSettings';
import type { ClusterRecord, LabRecord } from '../database';
import { observed } from './transitions/observed';
import { dueWarning, nextWarningAt } from './warnings';

/**
 * The pause before a step that failed is tried again.
 * @param failures - how many times in a row it has failed; 0 for one that has only
 *   waited
 * @returns milliseconds
 */
export function retryPauseMs(failures: number): number {
  return backoffMs(failures, { firstMs: 2_000, longestMs: 60_000 });
}

/** The next step of a lab. */
export type LabStep =
  /** Its time is over: from now on it is wanted deleted. */
  | { readonly do: 'expire' }
  /** Remove its cluster, whatever there is of it. */
  | { readonly do: 'destroy' }
  /** Make its cluster, or adopt one that is ready. */
  | { readonly do: 'provision' }
  /** Stop its nodes. */
  | { readonly do: 'pause' }
  /** Start its nodes. */
  | { readonly do: 'resume' }
  /** Write down what the last look at its cluster means for it. */
  | { readonly do: 'reflect' }
  /** Warn its owner that it expires soon. */
  | { readonly do: 'warn'; readonly seconds: number }
  /** Look how its cluster's conditions are. */
  | { readonly do: 'inspect' }
  /** Look whether anybody uses it. */
  | { readonly do: 'watch' }
  /** Nothing, until an instant or a change. */
  | { readonly do: 'rest'; readonly until?: Date };

/** The settings that decide. */
export type LabRules = Pick<LabSettings, 'ttl' | 'pause'>;

/** How many times a lab is checked within its idle time. */
const LOOKS_PER_IDLE_TIME = 10;
const MIN_WATCH_SECONDS = 5;
const MAX_WATCH_SECONDS = 300;

/**
 * Decides what to do about a lab: a pure function of the record, with its cluster and
 * what was last observed of it, and the clock. It is the only place that does. Steps
 * look before they act.
 *
 * Expiry comes first, whatever the status: a lab in ERROR or stuck in
 * PROVISIONING ends too. An instant that has come counts as past.
 */
export function decide(lab: LabRecord, now: Date, rules: LabRules): LabStep {
  if (lab.status === 'DELETED') {
    return { do: 'rest' };
  }
  if (lab.desired === 'deleted') {
    return { do: 'destroy' };
  }
  if (now >= lab.expiresAt) {
    return { do: 'expire' };
  }
  if (observed(lab, rules, now)) {
    return { do: 'reflect' };
  }
  switch (lab.status) {
    case 'PROVISIONING':
      return { do: 'provision' };
    case 'PAUSING':
      return { do: 'pause' };
    case 'RESUMING':
      return { do: 'resume' };
    case 'RUNNING':
    case 'PAUSED':
      return lookAfter(lab, now, rules);
    case 'QUEUED':
      // Its turn comes through the queue, not through a claim of its own.
      return { do: 'rest', until: lab.nextAttemptAt };
    default:
      return { do: 'rest', until: lab.expiresAt };
  }
}

/** What to do about a lab that is as it should be. */
function lookAfter(
  lab: LabRecord,
  now: Date,
  { ttl, pause }: LabRules,
): LabStep {
  const warning = dueWarning(lab, ttl.warningsSeconds, now);
  if (warning !== undefined) {
    return { do: 'warn', seconds: warning };
  }
  if (lab.status === 'RUNNING' && isSettling(lab)) {
    return { do: 'inspect' };
  }
  const watchAt = nextWatchAt(lab, pause.idleAfterSeconds);
  if (watchAt && now >= watchAt) {
    return { do: 'watch' };
  }
  if (lab.failures > 0) {
    // A look failed that nothing asks for any more: what was written of it goes.
    return { do: 'reflect' };
  }
  return {
    do: 'rest',
    until: earliest(
      lab.expiresAt,
      nextWarningAt(lab, ttl.warningsSeconds),
      watchAt,
    ),
  };
}

/**
 * When a running lab is next looked at for people's activity; never, unless idle
 * labs are paused.
 */
export function nextWatchAt(
  lab: LabRecord,
  idleAfterSeconds: number | undefined,
): Date | undefined {
  if (lab.status !== 'RUNNING' || idleAfterSeconds === undefined) {
    return undefined;
  }
  const from = lab.activityCheckedAt ?? lab.runningAt ?? lab.createdAt;
  const every = Math.min(
    MAX_WATCH_SECONDS,
    Math.max(MIN_WATCH_SECONDS, idleAfterSeconds / LOOKS_PER_IDLE_TIME),
  );
  return new Date(from.getTime() + every * 1000);
}

/** True while a condition of a running lab is still on its way. */
export function isSettling(lab: LabRecord): boolean {
  return Object.values(lab.conditions).some(
    condition => condition.status === 'pending',
  );
}

function earliest(first: Date, ...others: (Date | undefined)[]): Date {
  return others.reduce<Date>(
    (soonest, other) => (other && other < soonest ? other : soonest),
    first,
  );
}

/** The next step of a cluster without a lab. */
export type SpareStep =
  /** Remove all that there is of it. */
  | { readonly do: 'remove' }
  /** Write down that nothing is left of it. */
  | { readonly do: 'forget' }
  /** Nothing, until an instant or until a look finds something else. */
  | { readonly do: 'rest'; readonly until?: Date };

/**
 * Decides what to do about a cluster without a lab. One that is `broken` has lost its
 * lab, or was found and never known: nobody has told it to end. It is kept for a
 * while, since the mistake may be in the records, and removed then.
 */
export function decideSpare(
  {
    state,
    since,
    version,
    observed: look,
  }: Pick<ClusterRecord, 'state' | 'since' | 'version' | 'observed'>,
  now: Date,
  { unknownClustersSeconds }: LabSettings['retention'],
): SpareStep {
  const isThere = look?.version === version ? look.nodes.length > 0 : undefined;
  switch (state) {
    case 'ready':
    case 'stopped':
      return isThere === false ? { do: 'forget' } : { do: 'rest' };
    case 'gone':
      // Something that was told to end has been slow to begin.
      return isThere ? { do: 'remove' } : { do: 'rest' };
    case 'broken': {
      const until = new Date(since.getTime() + unknownClustersSeconds * 1000);
      return now >= until ? { do: 'remove' } : { do: 'rest', until };
    }
    default:
      return { do: 'remove' };
  }
}
