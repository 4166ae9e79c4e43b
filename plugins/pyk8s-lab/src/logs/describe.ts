import type {
  LabLogQuery,
  LabLogRun,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Translate } from '../translation';
import type { LogState } from './LogReader';

/** What a log does now, in a word that changes seldom. */
export function describePhase(
  t: Translate,
  {
    phase,
    follows,
    isPaused,
  }: Pick<LogState, 'phase' | 'follows' | 'isPaused'>,
): string {
  if (isPaused && phase !== 'failed') {
    return t('logs.phase.paused');
  }
  return phase === 'ended' && !follows
    ? t('logs.phase.notFollowed')
    : t(`logs.phase.${phase}`);
}

/** What a log does now, and how much of it is there. */
export function describeLog(t: Translate, state: LogState): string {
  const { lines, waiting } = state;
  const phase = describePhase(t, state);
  const status =
    state.phase === 'loading'
      ? phase
      : t('logs.status', {
          phase,
          lines: t('logs.lines', { count: lines.count }),
        });
  return waiting > 0 ? t('logs.cameSince', { status, count: waiting }) : status;
}

/** An attempt to provision a lab, in the reader's language and time zone. */
export function describeRun(
  t: Translate,
  { attempt, beganAt }: Pick<LabLogRun, 'attempt' | 'beganAt'>,
): string {
  const began = new Date(beganAt);
  const isToday = began.toDateString() === new Date().toDateString();
  const when = new Intl.DateTimeFormat(undefined, {
    ...(!isToday && { dateStyle: 'medium' }),
    timeStyle: 'short',
  }).format(began);
  return t('logs.run', { attempt, when });
}

/** The name under which a log is saved. */
export function logFileName(
  labName: string,
  { query, run }: { query?: LabLogQuery; run?: Pick<LabLogRun, 'attempt'> },
): string {
  const parts = [labName, ...(query ? partsOf(query, run?.attempt) : [])];
  // Not every system allows every character.
  return `${parts.join('-').replace(/[^\w.-]+/g, '_')}.log`;
}

function partsOf(query: LabLogQuery, attempt: number | undefined): string[] {
  switch (query.source) {
    case 'node':
      return [query.node, query.unit].flatMap(part => part ?? []);
    case 'pod':
      return [
        query.namespace,
        query.pod,
        query.container,
        query.previous ? 'previous' : undefined,
      ].flatMap(part => part ?? []);
    default:
      return ['attempt', String(attempt ?? 'last')];
  }
}
