/** The page of one lab, around its tabs. */
export const labPage = {
  loading: 'Loading the lab',
  backToLabs: 'Back to all labs',
  notFound: {
    title: 'Lab not found',
    text: 'It may have been removed long ago, or it belongs to someone else.',
  },
  gone: {
    title: 'This lab is deleted',
    text: 'Nothing of its cluster is left. Its activity is kept here for a while.',
  },
  hidden: {
    title: 'You no longer have access to this lab',
    text: 'It was transferred to someone else, or your permissions have changed. This page shows its last known state.',
  },
  tabs: {
    overview: 'Overview',
    connection: 'Connection',
    console: 'Console',
    logs: 'Logs',
    images: 'Images',
    activity: 'Activity',
  },
  status: 'Status',
  timeLeft: 'Time left',
  owner: 'Owner',
  provider: 'Provider',
  updates: 'Updates',
} as const;
