/** What the catalog's pages say of labs. */
export const entity = {
  labCard: {
    title: 'Lab',
    loading: 'Loading the lab',
    open: 'Open the lab',
    timeLeft: 'Time left: {{time}}',
    download: 'Download kubeconfig',
    command: 'The command',
    simulated:
      'This lab is simulated: there is no cluster that kubectl could connect to.',
    mayNotConnect:
      'You can see this lab, but not connect to it. Its owner can give you a kubeconfig for viewers.',
    goneTitle: 'This lab is deleted',
    goneText: 'It will disappear from the catalog soon.',
    hiddenTitle: 'You no longer have access to this lab',
    hiddenText:
      'It was transferred to someone else, or your permissions changed.',
    notFoundTitle: 'This lab is not visible to you, or it is deleted',
    notFoundText:
      'Only its owner and administrators can see its state and use it.',
  },
  labs: {
    title: 'Labs of {{component}}',
    text: 'Kubernetes clusters to try {{component}} out.',
    create: 'Create lab',
    loading: 'Loading labs',
    emptyTitle: 'No labs for {{component}} yet',
    emptyText:
      'A lab is a Kubernetes cluster of its own, ready in less than a minute and deleted when it expires. Create one to run {{component}} or to try a change, without disturbing anyone.',
    emptyCreate: 'Create a lab for {{component}}',
    emptyTemplate:
      'Labs that templates create for this component are shown here, too.',
    mayNotCreate:
      'You are not allowed to create labs on this portal. Ask its administrators if you need one.',
    created: 'Creating {{lab}}',
  },
  ownedLabs: {
    title: 'Labs',
    list: 'Labs of {{owner}}',
    empty: '{{owner}} has no labs that you can see.',
    all_one: 'See it on the Labs page',
    all_other: 'See all {{count}} on the Labs page',
  },
  summaries: {
    loading: 'Loading labs',
    more_one: 'and {{count}} more',
    more_other: 'and {{count}} more',
  },
} as const;
