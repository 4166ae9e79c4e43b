/** What happens in each phase in which a lab is made. */
export const phases = {
  image: 'Getting the node image',
  nodes: 'Preparing the nodes',
  config: 'Writing the configuration',
  'control-plane': 'Starting the control plane',
  cni: 'Installing the network',
  storage: 'Installing storage',
  workers: 'Joining the workers',
  ready: 'Waiting until it is usable',
} as const;
