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
