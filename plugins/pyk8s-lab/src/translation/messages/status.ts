/** The names of a lab's statuses. */
export const status = {
  QUEUED: 'Queued',
  PROVISIONING: 'Provisioning',
  RUNNING: 'Running',
  PAUSING: 'Pausing',
  PAUSED: 'Paused',
  RESUMING: 'Resuming',
  ERROR: 'Failed',
  DELETING: 'Deleting',
  DELETED: 'Deleted',
} as const;

/** How long a lab still has. */
export const timeLeft = {
  onceReady: '{{time}} once ready',
  whenResumed: '{{time}} when resumed',
  left: '{{time}} left',
  endsIn: 'Ends in {{time}}',
  endingNow: 'Ending now',
  none: 'No time left',
} as const;

/** What is said of a lab that failed, beside the provider's message. */
export const failure = {
  lost: {
    title: 'The cluster of this lab is lost',
    advice:
      'It worked before, and no longer exists. Recreate replaces it with a new, empty cluster with the full lifetime; what was in the old one cannot be restored.',
  },
  notMade: {
    title: 'The lab failed',
    advice:
      'Recreate tries again. If it fails again, send this message to the administrators of this portal.',
  },
} as const;

/** Notices above the tabs of a lab: it ends soon, has failed, or is paused. */
export const callouts = {
  ending: {
    title: 'This lab ends soon',
    text: 'It will be deleted with everything in it in {{time}}.',
    textAtLongestLife:
      'It will be deleted with everything in it in {{time}}. It has reached the maximum lifetime and cannot be extended: save what you need, and create a new lab.',
    textPaused:
      'It is paused, and will be deleted with everything in it in {{time}}.',
    textPausedAtLongestLife:
      'It is paused, and will be deleted with everything in it in {{time}}. It has reached the maximum lifetime and cannot be extended: resume it to save what you need.',
    extend: 'Extend',
    extendBy: 'Extend by {{time}}',
  },
  failed: {
    noReason: 'The provider gave no reason.',
    reason: 'Error message',
    readLog: 'Open the log',
  },
  paused: {
    title: 'This lab is paused',
    text: 'Its nodes are stopped, and kubectl cannot reach it. Its data is kept.',
    timeGoesOn: 'The timer keeps running; deleted at {{end}}.',
    timeStandsStill: 'The timer is stopped until the lab is resumed.',
    resume: 'Resume',
  },
} as const;
