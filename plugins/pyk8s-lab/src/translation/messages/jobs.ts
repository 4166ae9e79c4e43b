/** What takes long on the server. */
export const jobs = {
  ended: {
    RUNNING: 'Running',
    SUCCEEDED: 'Done',
    FAILED: 'Failed',
    CANCELLED: 'Cancelled',
  },
  endedAfter: {
    SUCCEEDED: 'Done after {{time}}',
    FAILED: 'Failed after {{time}}',
    CANCELLED: 'Cancelled after {{time}}',
  },
  underOneSecond: '<1s',
  byPortal: 'The portal',
} as const;
