/** That labs are not real, and how to get real ones. */
export const simulated = {
  badge: 'Simulated',
  badgeHint: 'Not backed by a real cluster.',
  thisLab: 'This lab is simulated: not backed by a real cluster',
  newLab: 'This lab will be simulated',
  allLabs: 'Labs on this portal are simulated: not backed by real clusters',
  someLabs: 'Some of these labs are simulated: not backed by real clusters',
  chooseProvider:
    'For a real cluster, create a lab with the provider {{provider}}.',
  needsDocker:
    'Real labs need Docker on the machine that runs the portal, and the kind provider.',
} as const;
