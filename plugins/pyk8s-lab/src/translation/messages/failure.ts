/** What is said of a lab in ERROR, around the provider's own words. */
export const failure = {
  lost: {
    title: 'The cluster of this lab is lost',
    advice:
      'It worked before, and does not any more. Recreate makes a new, empty cluster for this lab, with its whole time again; what was in the old one is gone.',
  },
  notMade: {
    title: 'The lab failed',
    advice:
      'Recreate tries once more to make it. If it fails again, show these words to the administrators of this portal.',
  },
} as const;
