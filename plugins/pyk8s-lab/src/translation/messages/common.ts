/** What is said of a text that was copied, such as "The commands". */
export const copy = {
  done: '{{what}} copied',
  failed: '{{what}} could not be copied',
} as const;

/** Text that can be copied. What it is comes as a phrase: "The commands". */
export const copyBlock = {
  copy: 'Copy: {{what}}',
} as const;

/** Why something is not shown, by what it is. */
export const errorState = {
  signedOut: {
    title: 'You are no longer signed in',
    advice: 'Reload the page and sign in again.',
  },
  deniedTitle: {
    labs: 'You are not allowed to see the labs',
    lab: 'You are not allowed to see this lab',
    options: 'You are not allowed to see the options for labs',
    logs: 'You are not allowed to see the logs of this lab',
    images: 'You are not allowed to see the images',
    activity: "You are not allowed to see the lab's activity",
  },
  deniedAdvice:
    'Ask the administrators of this portal for access if you need it.',
  failedTitle: {
    labs: 'Loading the labs failed',
    lab: 'Loading this lab failed',
    options: 'Loading the options for labs failed',
    logs: 'Loading the logs of this lab failed',
    images: 'Loading the images failed',
    activity: "Loading the lab's activity failed",
  },
  failedAdvice: 'The portal keeps trying. You can also try again now.',
  retry: 'Try again',
} as const;

/** How things are named one after the other: `a, b and c`. */
export const enumeration = {
  /** Puts the last thing after all others. */
  last: '{{others}} and {{last}}',
  /** Puts the next thing after those before it. */
  next: '{{others}}, {{next}}',
} as const;

/** Sizes of files and the like, with one digit after the point or none. */
export const size = {
  B: '{{amount, number(useGrouping: false)}} B',
  KiB: '{{amount, number(useGrouping: false)}} KiB',
  MiB: '{{amount, number(useGrouping: false)}} MiB',
  GiB: '{{amount, number(useGrouping: false)}} GiB',
  TiB: '{{amount, number(useGrouping: false)}} TiB',
} as const;
