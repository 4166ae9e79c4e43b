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
