/** The buttons for what one can do with a lab. */
export const labActions = {
  extend: 'Extend',
  /** How much longer it can live, where more is possible later. */
  more: {
    minutes_one: 'By {{count}} minute',
    minutes_other: 'By {{count}} minutes',
    hours_one: 'By {{count}} hour',
    hours_other: 'By {{count}} hours',
    time: 'By {{time}}',
  },
  lastMore: {
    minutes_one: 'By {{count}} minute (maximum)',
    minutes_other: 'By {{count}} minutes (maximum)',
    hours_one: 'By {{count}} hour (maximum)',
    hours_other: 'By {{count}} hours (maximum)',
    time: 'By {{time}} (maximum)',
  },
  custom: 'Custom…',
  customUpTo: 'Custom, up to {{time}}…',
  longestLife: 'Maximum lifetime reached',
  pause: 'Pause',
  resume: 'Resume',
  recreate: 'Recreate',
  delete: 'Delete',
} as const;
