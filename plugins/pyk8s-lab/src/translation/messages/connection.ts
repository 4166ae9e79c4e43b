/** How to reach a lab with kubectl. */
export const connection = {
  refused: 'You are not allowed to connect to this lab',
  refusedAdvice:
    'Its owner can give you a kubeconfig for viewers, or add you to the group that owns it.',
  madeUp:
    'This lab is simulated: its kubeconfig is a sample, and kubectl cannot connect with it.',
  cli: {
    title: 'With the pyk8s CLI',
    help: 'Merges a kubeconfig into yours and switches kubectl to the lab.',
    direct: 'The merge command',
    directHelp: 'Directly, from a machine that reaches the API server:',
    portal: 'The merge command through the portal',
    portalHelp: 'Through the portal, from anywhere that reaches the portal:',
    needsHttps:
      'The way through the portal (--via-portal) needs a portal with https.',
  },
  downloadStep: 'With a downloaded kubeconfig',
  downloadHelp: "Each download is recorded in the lab's activity.",
  owner: 'Download kubeconfig',
  ownerHelp:
    'For you: full access to the cluster, so do not share it. Its context is {{contextName}}.',
  viewer: 'Download viewer kubeconfig',
  viewerHelp:
    'To share: read-only, without secrets. Its context is {{contextName}}.',
  viewerExpires: 'Expires {{end}}. Download a new one if you extend the lab.',
  useHelp:
    'Then, in a terminal; change the path if your browser saves files elsewhere:',
  commands: 'The commands',
  serverStep: 'API server, for other tools',
  endpoint: 'The endpoint',
  downloaded: '{{file}} downloaded',
  downloadRefused: 'You are not allowed to read the kubeconfig of {{lab}}',
  downloadFailed: 'The kubeconfig of {{lab}} could not be downloaded',
} as const;
