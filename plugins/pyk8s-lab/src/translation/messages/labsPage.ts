/** The page with all labs. */
export const labsPage = {
  titleOwn: 'Your labs',
  titleAll: 'All labs',
  description:
    'Kubernetes clusters to try things out, deleted when their time is over.',
  create: 'Create lab',
  created: '{{name}} is being made',
  adminTitle: "You see everybody's labs, because you administer this portal",
  adminText: 'What you do to a lab is shown in its activity, with your name.',
} as const;
