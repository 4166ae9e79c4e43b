/** What the fields for labs in the forms of templates say. */
export const fields = {
  loading: 'Loading the options',
  failed: 'The options could not be loaded: {{reason}}',
  lifetime: {
    title: 'Lifetime',
    bounded: '{{description}} (from {{min}} to {{max}})',
  },
  version: {
    title: 'Kubernetes version',
    text: 'One of the versions that this portal offers.',
    ownChoice: 'Default of the portal',
    unknown:
      'This portal does not offer version {{version}}. Choose one of: {{versions}}.',
  },
  lab: {
    title: 'Lab',
    text: 'One of your running labs, or of your groups.',
    choose: 'Choose a lab',
    noChoice: 'No lab',
    none: 'None of your labs is running.',
    noneSoFar: 'None of your labs is running. {{create}}',
    create: 'Create one on the Labs page.',
    gone: 'This lab is not running, or not yours. Choose another.',
    option: '{{name}} ({{owner}})',
  },
} as const;
