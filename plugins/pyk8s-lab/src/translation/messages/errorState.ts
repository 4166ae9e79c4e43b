/** Why something is not shown, by what it is. */
export const errorState = {
  signedOut: {
    title: 'You are not signed in any more',
    advice: 'Reload the page and sign in again.',
  },
  deniedTitle: {
    labs: 'You may not see the labs',
    lab: 'You may not see this lab',
    options: 'You may not see what you may ask for',
    newOwners: 'You may not see whom you may give it to',
    logs: 'You may not see the logs of this lab',
    images: 'You may not see the images',
    activity: "You may not see the lab's activity",
  },
  deniedAdvice:
    'Ask the administrators of this portal for access if you need it.',
  failedTitle: {
    labs: 'Loading the labs failed',
    lab: 'Loading this lab failed',
    options: 'Loading what you may ask for failed',
    newOwners: 'Loading whom you may give it to failed',
    logs: 'Loading the logs of this lab failed',
    images: 'Loading the images failed',
    activity: "Loading the lab's activity failed",
  },
  failedAdvice: 'The portal keeps trying. You can also try again now.',
  retry: 'Try again',
} as const;
