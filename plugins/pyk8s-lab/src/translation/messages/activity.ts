/** The activity of a lab. */
export const activity = {
  label: 'Activity',
  empty: 'Nothing has happened yet.',
  noneOfCategory: 'No events of this kind.',
  show: 'Show',
  categories: {
    all: 'All events',
    changes: 'Changes by people',
    status: 'Status',
    commands: 'Commands and sessions',
    access: 'Access',
    images: 'Images',
  },
  showOlder: 'Show older',
  byPortal: 'The portal',
} as const;
