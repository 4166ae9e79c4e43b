/** What a lab's status is called. */
export const status = {
  QUEUED: 'Queued',
  PROVISIONING: 'Being made',
  RUNNING: 'Running',
  PAUSING: 'Pausing',
  PAUSED: 'Paused',
  RESUMING: 'Resuming',
  UPDATING: 'Updating',
  ERROR: 'Failed',
  DELETING: 'Being deleted',
  DELETED: 'Deleted',
} as const;
