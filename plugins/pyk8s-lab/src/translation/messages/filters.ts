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
