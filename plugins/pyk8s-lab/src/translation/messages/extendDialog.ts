/** The question whether a lab shall be extended. */
export const extendDialog = {
  title: 'Extend {{name}}?',
  close: 'Close',
  notNow: 'Not now',
  confirm: 'Extend by {{time}}',
  gain: 'It gets {{time}} more.',
  ends: 'It ends on {{end}}. Extended, it ends on {{newEnd}}.',
  longestLife: 'That is the longest life that a lab can have.',
  /** Why not, by the status of the lab. */
  status: {
    QUEUED:
      'Only a lab that runs or is paused can be extended; this one is queued.',
    PROVISIONING:
      'Only a lab that runs or is paused can be extended; this one is being made.',
    PAUSING:
      'Only a lab that runs or is paused can be extended; this one is pausing.',
    RESUMING:
      'Only a lab that runs or is paused can be extended; this one is resuming.',
    UPDATING:
      'Only a lab that runs or is paused can be extended; this one is updating.',
    ERROR:
      'Only a lab that runs or is paused can be extended; this one is failed.',
    DELETING:
      'Only a lab that runs or is paused can be extended; this one is being deleted.',
    DELETED:
      'Only a lab that runs or is paused can be extended; this one is deleted.',
  },
  denied: 'You may see this lab, but not extend it. Ask its owner.',
  usedUp:
    'It has reached the longest life that a lab can have. Make a new one when you need more time.',
} as const;
