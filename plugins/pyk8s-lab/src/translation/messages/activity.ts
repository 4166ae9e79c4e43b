/** The activity of a lab. */
export const activity = {
  label: 'Activity',
  empty: 'Nothing has happened yet.',
  showOlder: 'Show older',
  byPortal: 'The portal',
} as const;
