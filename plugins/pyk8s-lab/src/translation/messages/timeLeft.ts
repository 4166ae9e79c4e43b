/** How long a lab still has. */
export const timeLeft = {
  onceReady: '{{time}} once ready',
  whenResumed: '{{time}} when resumed',
  left: '{{time}} left',
  endsIn: 'Ends in {{time}}',
  endingNow: 'Ending now',
  none: 'No time left',
} as const;
