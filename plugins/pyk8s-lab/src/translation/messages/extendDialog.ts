/** The dialog that extends a lab. */
export const extendDialog = {
  title: 'Extend {{name}}',
  confirm: 'Extend',
  confirmBy: 'Extend by {{time}}',
  extendBy: 'Extend by',
  presets: 'Common extensions',
  maximum: 'At most {{time}}, until {{end}}.',
  maximumTime: 'At most {{time}}.',
  ends: 'Ends {{end}} now, {{newEnd}} when extended.',
  gain: 'It gets {{time}} more.',
  tooLong: 'A lab can be extended by at most {{max}} now.',
  /** Why not, by the status of the lab. */
  status: {
    QUEUED: 'Only a running or paused lab can be extended; this one is queued.',
    PROVISIONING:
      'Only a running or paused lab can be extended; this one is provisioning.',
    PAUSING:
      'Only a running or paused lab can be extended; this one is pausing.',
    RESUMING:
      'Only a running or paused lab can be extended; this one is resuming.',
    UPDATING:
      'Only a running or paused lab can be extended; this one is updating.',
    ERROR: 'Only a running or paused lab can be extended; this one has failed.',
    DELETING:
      'Only a running or paused lab can be extended; this one is being deleted.',
    DELETED:
      'Only a running or paused lab can be extended; this one is deleted.',
  },
  denied: 'You can see this lab, but not extend it. Ask its owner.',
  usedUp:
    'It has reached the maximum lifetime. Create a new lab when you need more time.',
} as const;
