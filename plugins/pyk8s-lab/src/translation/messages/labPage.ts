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

/** What the parts of a lab's page have in common. */
export const tab = {
  ownerMay:
    'Ask its owner to add you to the group that owns it, or to transfer the lab to you.',
} as const;

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

/** The menu of a lab in a list. */
export const labMenu = {
  title: 'Actions for {{name}}',
  open: 'Open',
  extendBy: 'Extend by {{time}}',
  pause: 'Pause',
  resume: 'Resume',
  recreate: 'Recreate',
  kubeconfig: 'Download kubeconfig',
  edit: 'Edit…',
  transfer: 'Transfer…',
  delete: 'Delete…',
} as const;

/** Whether what is on the page is up to date. */
export const liveIndicator = {
  connecting: {
    text: 'Connecting',
    hint: 'Connecting to the stream of changes.',
  },
  live: {
    text: 'Live',
    hint: 'Changes appear by themselves.',
  },
  reconnecting: {
    text: 'Reconnecting',
    hint: 'The connection is interrupted. It is tried again by itself; until then the page is refreshed every 15 seconds.',
  },
} as const;

/** That labs are not real, and how to get real ones. */
export const simulated = {
  badge: 'Simulated',
  badgeHint: 'Not backed by a real cluster.',
  thisLab: 'This lab is simulated: not backed by a real cluster',
  newLab: 'This lab will be simulated',
  allLabs: 'Labs on this portal are simulated: not backed by real clusters',
  someLabs: 'Some of these labs are simulated: not backed by real clusters',
  chooseProvider:
    'For a real cluster, create a lab with the provider {{provider}}.',
  needsDocker:
    'Real labs need Docker on the machine that runs the portal, and the kind provider.',
} as const;
