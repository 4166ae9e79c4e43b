/** Where labs are listed, and what is there instead when there are none. */
export const listing = {
  loading: 'Loading labs',
  noMatch: 'No lab matches these filters.',
  nothing: 'There are no labs here.',
  clearFilters: 'Clear the filters',
  empty: {
    title: 'You have no labs yet',
    text: 'A lab is a Kubernetes cluster of your own. It is ready in less than a minute and deleted when it expires: try things out, break them, and start again.',
    stepChoose: 'Choose a name and how long you need it.',
    stepWatch: 'Watch it start.',
    stepConnect: 'Download its kubeconfig and work with kubectl.',
    create: 'Create your first lab',
    mayNotCreate:
      'You are not allowed to create labs on this portal. Ask its administrators if you need one.',
  },
} as const;

/** How one chooses which labs to see. */
export const filters = {
  region: 'Filter the labs',
  search: 'Search labs',
  searchAll: 'Search by name or purpose',
  searchOwn: 'Search by name, purpose or owner',
  ownerName: "Owner's name",
  ownerNameExample: 'Owner, such as alice',
  status: 'Status',
  statuses: {
    all: 'Any status',
    making: 'Provisioning',
    running: 'Running',
    paused: 'Paused',
    failed: 'Failed',
    deleting: 'Being deleted',
  },
  owner: 'Owner',
  owners: {
    ours: "Mine and my groups'",
    mine: 'Mine',
    groups: "My groups'",
    all: 'All that I can see',
  },
  scope: 'Whose labs',
  scopeOwn: 'My labs',
  scopeAll: 'All labs',
} as const;

/** The table and the cards in which labs are listed. */
export const labTable = {
  title: 'Labs',
  name: 'Name',
  owner: 'Owner',
  status: 'Status',
  version: 'Version',
  nodes: 'Nodes',
  timeLeft: 'Time left',
  actions: 'Actions',
} as const;

/** The page with all labs. */
export const labsPage = {
  titleOwn: 'Your labs',
  titleAll: 'All labs',
  description:
    'Kubernetes clusters to try things out, deleted when they expire.',
  create: 'Create lab',
  created: 'Creating {{name}}',
  adminTitle: "You see everybody's labs, because you administer this portal",
  adminText: 'What you do to a lab is shown in its activity, with your name.',
} as const;

/** What the widget on the home page says. */
export const home = {
  list: 'Your labs',
  emptyText:
    'You have no labs. A lab is a Kubernetes cluster to try things out, deleted when it expires.',
  all: 'All your labs',
  create: 'Create a lab',
} as const;

/** What a lab among the results of a search says. */
export const search = {
  kind: 'Lab',
} as const;
