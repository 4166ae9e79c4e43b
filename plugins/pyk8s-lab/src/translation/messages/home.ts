/** What the widget on the home page says. */
export const home = {
  list: 'Your labs',
  emptyText:
    'You have no labs. A lab is a Kubernetes cluster to try things out, deleted when it expires.',
  all: 'All your labs',
  create: 'Create a lab',
} as const;
