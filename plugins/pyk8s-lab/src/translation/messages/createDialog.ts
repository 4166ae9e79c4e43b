/** The dialog that requests a lab. */
export const createDialog = {
  title: 'Create a lab',
  refused: 'The lab could not be created',
  submit: 'Create lab',
  name: {
    label: 'Name',
    help: 'Lowercase letters, digits and dashes.',
    suggest: 'Suggest another name',
    missing: 'Enter a name, for example "demo".',
    tooLong:
      'The name must have at most {{max}} characters; this one has {{length}}.',
    malformed:
      'The name must contain only lowercase letters (a-z), digits and "-", and must start and end with a letter or digit.',
    taken:
      'This owner already has a lab named "{{name}}". Choose another name.',
  },
  ttl: {
    label: 'Lifetime',
    help: 'Starts when the lab is ready. From {{min}} to {{max}}, for example 90m or 1h30m.',
    presets: 'Common lifetimes',
    malformed:
      '"{{typed}}" is not a valid duration. Enter a number and a unit (d, h, m, s), for example 2h, 90m or 1h30m.',
    none: '"{{typed}}" is too short: a duration is at least 1s.',
    outOfBounds: 'The lifetime must be from {{min}} to {{max}}.',
  },
  owner: {
    label: 'Owner',
    help: "A group's lab belongs to all of its members.",
    me: 'Me: {{name}}',
  },
  component: {
    label: 'Component',
    none: 'No component',
  },
  advanced: 'Advanced',
  provider: 'Provider',
  kubernetesVersion: 'Kubernetes version',
  oneVersion:
    'This portal offers one Kubernetes version. Administrators can add more with {{key}}.',
  nodes: 'Nodes',
  optional: 'Optional',
  resources: {
    cpu: 'CPU',
    memory: 'Memory',
    emptyMeans: 'Empty: {{amount}}.',
    emptyMeansNoLimit: 'Empty: no limit.',
  },
  purpose: {
    label: 'Purpose',
    help: 'Shown to others who can see this lab.',
    tooLong:
      'The purpose must have at most {{max}} characters; this one has {{length}}.',
  },
  queue_one: '{{count}} lab is already in the queue.',
  queue_other: '{{count}} labs are already in the queue.',
} as const;
