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
