/** The page with all labs. */
export const labsPage = {
  titleOwn: 'Your labs',
  titleAll: 'All labs',
  description:
    'Kubernetes clusters to try things out, deleted when they expire.',
  create: 'Create lab',
  created: 'Creating {{name}}',
  adminTitle: "You see everybody's labs, because you administer this portal",
  adminText: 'What you do to a lab is shown in its activity, with your name.',
} as const;
