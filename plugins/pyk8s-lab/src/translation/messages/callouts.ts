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
