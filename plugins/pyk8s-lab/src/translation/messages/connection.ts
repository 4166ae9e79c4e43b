/** How to reach a lab with kubectl. */
export const connection = {
  refused: 'You may not connect to this lab',
  refusedAdvice:
    'Its owner can give you a kubeconfig for viewers, or make you a member of the group that owns it.',
  downloadStep: 'Download a kubeconfig',
  downloadHelp: "Each download is recorded in the lab's activity.",
  owner: 'Download kubeconfig',
  ownerHelp:
    'For you. It may do everything in the cluster: do not share it. Its context is {{contextName}}.',
  viewer: 'Download viewer kubeconfig',
  viewerHelp:
    'To share. It may look at what runs in the lab, but not at secrets, and changes nothing. It ends when the lab’s time is over as it is now: after an extension, download another. Its context is {{contextName}}.',
  useStep: 'Use it in a terminal',
  useHelp: 'Change the path if your browser saves files elsewhere.',
  commands: 'The commands',
  serverStep: 'The API server, for other tools',
  endpoint: 'The endpoint',
  downloaded: '{{file}} is downloaded',
  downloadRefused: 'You may not read the kubeconfig of {{lab}}',
  downloadFailed: 'The kubeconfig of {{lab}} did not come',
} as const;
