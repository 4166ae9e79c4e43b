import type { LogState } from './LogReader';

/** How many lines, in words. */
export function countLines(lines: number): string {
  return lines === 1
    ? '1 line'
    : `${new Intl.NumberFormat().format(lines)} lines`;
}

/** What a log does now, in a word that changes seldom. */
export function describePhase({
  phase,
  follows,
  isPaused,
}: Pick<LogState, 'phase' | 'follows' | 'isPaused'>): string {
  if (isPaused && phase !== 'failed') {
    return 'Paused';
  }
  switch (phase) {
    case 'loading':
      return 'Loading';
    case 'following':
      return 'Following';
    case 'reconnecting':
      return 'Connecting again';
    case 'failed':
      return 'Stopped';
    default:
      return follows ? 'Ended' : 'Not followed';
  }
}

/** What a log does now, and how much of it is there. */
export function describeLog(state: LogState): string {
  const { lines, waiting } = state;
  const parts = [describePhase(state)];
  if (state.phase !== 'loading') {
    parts.push(countLines(lines.count));
  }
  if (waiting > 0) {
    parts.push(`${countLines(waiting)} came since`);
  }
  return parts.join(', ');
}
