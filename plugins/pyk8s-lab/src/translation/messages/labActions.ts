/** The buttons for what one can do with a lab. */
export const labActions = {
  extend: 'Extend',
  /** How much longer it can live, where more is possible later. */
  more: {
    minutes_one: '{{count}} minute more',
    minutes_other: '{{count}} minutes more',
    hours_one: '{{count}} hour more',
    hours_other: '{{count}} hours more',
    time: '{{time}} more',
  },
  lastMore: {
    minutes_one: '{{count}} minute more, then no more',
    minutes_other: '{{count}} minutes more, then no more',
    hours_one: '{{count}} hour more, then no more',
    hours_other: '{{count}} hours more, then no more',
    time: '{{time}} more, then no more',
  },
  longestLife: 'It has reached its longest life',
  pause: 'Pause',
  resume: 'Resume',
  recreate: 'Recreate',
  delete: 'Delete',
} as const;
