/** What the catalog's pages say of labs. */
export const entity = {
  labCard: {
    title: 'Lab',
    loading: 'Loading the lab',
    open: 'Open the lab',
    timeLeft: 'Time left: {{time}}',
    download: 'Download kubeconfig',
    command: 'The command',
    mayNotConnect:
      'You may see this lab, but not connect to it. Its owner can give you a kubeconfig for viewers.',
    goneTitle: 'This lab is deleted',
    goneText: 'The catalog forgets it soon.',
    hiddenTitle: 'You do not see this lab any more',
    hiddenText: 'It was handed over to somebody else, or your rights changed.',
    notFoundTitle: 'You may not see this lab, or it is gone',
    notFoundText:
      'The catalog shows that it exists. How it is, and how to use it, is for its owner and for administrators.',
  },
  labs: {
    title: 'Labs of {{component}}',
    text: 'Kubernetes clusters that were made to try {{component}} out.',
    create: 'Create lab',
    loading: 'Loading labs',
    emptyTitle: 'No labs for {{component}} that you may see',
    emptyText:
      'A lab is a Kubernetes cluster of its own, ready in less than a minute and deleted when its time is over. Make one to run {{component}} in, or to try a change on it, without disturbing anybody.',
    emptyCreate: 'Create a lab for {{component}}',
    emptyTemplate:
      'Templates can make labs for components, too: they are shown here.',
    mayNotCreate:
      'You may not create labs on this portal. Ask its administrators if you need one.',
    made: '{{lab}} is being made',
    forComponent: 'For the component {{component}}',
  },
  ownedLabs: {
    title: 'Labs',
    list: 'Labs of {{owner}}',
    empty: '{{owner}} has no labs that you may see.',
    all_one: 'See it on the Labs page',
    all_other: 'See all {{count}} on the Labs page',
  },
  summaries: {
    loading: 'Loading labs',
    more_one: 'and {{count}} more',
    more_other: 'and {{count}} more',
  },
} as const;
