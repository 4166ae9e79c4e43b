/** The names of a lab's statuses. */
export const status = {
  QUEUED: 'Queued',
  PROVISIONING: 'Provisioning',
  RUNNING: 'Running',
  PAUSING: 'Pausing',
  PAUSED: 'Paused',
  RESUMING: 'Resuming',
  UPDATING: 'Updating',
  ERROR: 'Failed',
  DELETING: 'Deleting',
  DELETED: 'Deleted',
} as const;
