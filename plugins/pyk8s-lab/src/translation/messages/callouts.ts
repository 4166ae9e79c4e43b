/** What one must know of a lab now: that it ends, failed, or is paused. */
export const callouts = {
  ending: {
    title: 'This lab ends soon',
    text: 'In {{time}} it will be deleted with everything in it.',
    textAtLongestLife:
      'In {{time}} it will be deleted with everything in it. It has reached the longest life that a lab can have, so it cannot be extended: save what you need, and make a new one.',
    extend: 'Extend',
    extendBy: 'Extend by {{time}}',
  },
  failed: {
    noReason: 'The provider gave no reason.',
    reason: 'What the provider said',
    readLog: 'Read the log',
  },
  paused: {
    title: 'This lab is paused',
    text: 'Its nodes are stopped: nothing in it runs, kubectl cannot reach it, and there is no kubeconfig to download. What is in it is kept.',
    timeGoesOn: 'Its time goes on, and it is deleted at its end.',
    timeStandsStill: 'Its time stands still until it is resumed.',
  },
} as const;
