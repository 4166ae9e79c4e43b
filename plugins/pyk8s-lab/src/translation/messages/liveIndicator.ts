/** Whether what is on the page is up to date. */
export const liveIndicator = {
  connecting: {
    text: 'Connecting',
    hint: 'Connecting to the stream of changes.',
  },
  live: {
    text: 'Live',
    hint: 'Changes appear by themselves.',
  },
  reconnecting: {
    text: 'Reconnecting',
    hint: 'The connection is interrupted. It is tried again by itself; until then the page is refreshed every 15 seconds.',
  },
} as const;
