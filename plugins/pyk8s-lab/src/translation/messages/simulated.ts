/** That labs are not real, and how to get real ones. */
export const simulated = {
  badge: 'Simulated',
  badgeHint: 'No cluster stands behind this lab.',
  thisLab: 'This lab is simulated: no cluster stands behind it',
  newLab: 'This lab will be simulated',
  allLabs: 'Labs are simulated on this portal: no cluster stands behind them',
  someLabs: 'Some of these labs are simulated: no cluster stands behind them',
  chooseProvider:
    'For a real cluster, create a lab with the provider {{provider}}.',
  needsDocker:
    'Real labs need Docker on the machine that runs the portal, and the kind provider.',
} as const;
