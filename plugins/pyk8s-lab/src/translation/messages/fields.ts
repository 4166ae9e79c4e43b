/** What the fields for labs in the forms of templates say. */
export const fields = {
  loading: 'Loading what you may choose from',
  failed: 'What you may choose from could not be loaded: {{reason}}',
  lifetime: {
    title: 'Lifetime',
    bounded: '{{description}} (from {{min}} to {{max}})',
  },
  version: {
    title: 'Kubernetes version',
    text: 'One of those that this portal offers.',
    ownChoice: 'The portal’s own choice',
    unknown:
      'This portal does not offer version {{version}}. Choose one of: {{versions}}.',
  },
  lab: {
    title: 'Lab',
    text: 'One of the labs of yours and your groups that run.',
    choose: 'Choose a lab',
    noChoice: 'No lab',
    none: 'None of your labs runs.',
    noneSoFar: 'None of your labs runs. {{create}}',
    create: 'Create one on the Labs page.',
    gone: 'This lab does not run, or is not yours. Choose another.',
    option: '{{name}} ({{owner}})',
  },
} as const;
