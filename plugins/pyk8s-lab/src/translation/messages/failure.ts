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
