/** The dialog that asks for a lab. */
export const createDialog = {
  title: 'Create a lab',
  refused: 'The lab was not accepted',
  cancel: 'Cancel',
  submit: 'Create lab',
  name: {
    label: 'Name',
    help: 'Lower-case letters, digits and dashes.',
    suggest: 'Suggest another name',
    missing: 'A lab needs a name, such as "demo".',
    tooLong: 'A name has at most {{max}} characters; this one has {{length}}.',
    malformed:
      'A name has only lower-case letters (a-z), digits and "-", and begins and ends with a letter or digit.',
    taken:
      'This owner has a lab named "{{name}}" already. Choose another name.',
  },
  ttl: {
    label: 'Lives for',
    help: 'Counted from when it runs. From {{min}} to {{max}}, such as 90m or 1h30m.',
    presets: 'Usual times',
    malformed:
      '"{{typed}}" is not a duration: write a number and a unit, such as 2h, 90m or 1h30m (units: d, h, m, s).',
    none: '"{{typed}}" is no time at all: a duration is at least 1s.',
    outOfBounds: 'A lab lives from {{min}} to {{max}}.',
  },
  owner: {
    label: 'Owner',
    help: "A group's lab belongs to all of its members.",
    me: 'Me: {{name}}',
  },
  provider: 'Provider',
  kubernetesVersion: 'Kubernetes version',
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
    help: 'What it is for, so that others know whom they would disturb.',
    tooLong:
      'A purpose has at most {{max}} characters; this one has {{length}}.',
  },
  queue_one: '{{count}} lab is in the queue already.',
  queue_other: '{{count}} labs are in the queue already.',
} as const;
