/** How many labs there may be, and how often one may ask for some. */
export const quotas = {
  inUse: {
    user: '{{used}} of {{limit}} labs of yours in use.',
    group: '{{used}} of {{limit}} labs of {{owner}} in use.',
  },
  /** A limit is reached, and it is known which labs count for it. */
  usedUpBy: {
    user: '{{used}} of {{limit}} labs of yours are in use: {{labs}}.',
    group: '{{used}} of {{limit}} labs of {{owner}} are in use: {{labs}}.',
    total:
      '{{used}} of {{limit}} labs of everybody on this portal are in use: {{labs}}.',
  },
  usedUp: {
    user: '{{used}} of {{limit}} labs of yours are in use.',
    group: '{{used}} of {{limit}} labs of {{owner}} are in use.',
    total: '{{used}} of {{limit}} labs of everybody on this portal are in use.',
  },
  /** The same of simulated labs, which count apart. */
  simulated: {
    inUse: {
      user: '{{used}} of {{limit}} simulated labs of yours in use.',
      group: '{{used}} of {{limit}} simulated labs of {{owner}} in use.',
    },
    usedUpBy: {
      user: '{{used}} of {{limit}} simulated labs of yours are in use: {{labs}}.',
      group:
        '{{used}} of {{limit}} simulated labs of {{owner}} are in use: {{labs}}.',
      total:
        '{{used}} of {{limit}} simulated labs of everybody on this portal are in use: {{labs}}.',
    },
    usedUp: {
      user: '{{used}} of {{limit}} simulated labs of yours are in use.',
      group: '{{used}} of {{limit}} simulated labs of {{owner}} are in use.',
      total:
        '{{used}} of {{limit}} simulated labs of everybody on this portal are in use.',
    },
  },
  unseen_one: '{{count}} that you cannot see',
  unseen_other: '{{count}} that you cannot see',
  adviceOfOwner: 'Delete one, wait until one ends, or choose another owner.',
  adviceOfTotal: 'Wait until one of them ends, or ask the administrators.',
  rate: {
    reached:
      'You have created {{limit}} labs within {{period}}, which is the limit. Try again in {{wait}}.',
    reachedForAWhile:
      'You have created {{limit}} labs within {{period}}, which is the limit. Try again later.',
    lastOne:
      'This is the last lab that you can create now: the limit is {{limit}} labs within {{period}}.',
  },
} as const;
