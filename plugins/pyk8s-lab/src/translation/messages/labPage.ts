/** The page of one lab, around its tabs. */
export const labPage = {
  loading: 'Loading the lab',
  backToLabs: 'Back to all labs',
  notFound: {
    title: 'There is no such lab',
    text: 'It may have been removed long ago, or it belongs to somebody else.',
  },
  gone: {
    title: 'This lab is deleted',
    text: 'Nothing of its cluster is left. What happened to it stays here for a while.',
  },
  hidden: {
    title: 'You do not see this lab any more',
    text: 'It was handed over to somebody else, or your rights have changed. What is on this page is how it was last.',
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
