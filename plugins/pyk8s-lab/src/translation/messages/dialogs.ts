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

/** What the dialogs with a form have in common. */
export const formDialog = {
  cancel: 'Cancel',
  close: 'Close',
} as const;

/** The dialog that changes what a lab is for. */
export const editDialog = {
  title: 'Edit {{name}}',
  submit: 'Save',
} as const;

/** The dialog that extends a lab. */
export const extendDialog = {
  title: 'Extend {{name}}',
  confirm: 'Extend',
  confirmBy: 'Extend by {{time}}',
  extendBy: 'Extend by',
  presets: 'Common extensions',
  maximum: 'At most {{time}}, until {{end}}.',
  maximumTime: 'At most {{time}}.',
  ends: 'Ends {{end}} now, {{newEnd}} when extended.',
  gain: 'It gets {{time}} more.',
  tooLong: 'A lab can be extended by at most {{max}} now.',
  /** Why not, by the status of the lab. */
  status: {
    QUEUED: 'Only a running or paused lab can be extended; this one is queued.',
    PROVISIONING:
      'Only a running or paused lab can be extended; this one is provisioning.',
    PAUSING:
      'Only a running or paused lab can be extended; this one is pausing.',
    RESUMING:
      'Only a running or paused lab can be extended; this one is resuming.',
    ERROR: 'Only a running or paused lab can be extended; this one has failed.',
    DELETING:
      'Only a running or paused lab can be extended; this one is being deleted.',
    DELETED:
      'Only a running or paused lab can be extended; this one is deleted.',
  },
  denied: 'You can see this lab, but not extend it. Ask its owner.',
  usedUp:
    'It has reached the maximum lifetime. Create a new lab when you need more time.',
} as const;

/** The dialog that transfers a lab to another owner. */
export const handOverDialog = {
  title: 'Transfer {{name}}',
  consequences:
    'The new owner has full control of the lab, and it counts towards their quota. Everyone else loses access to it in the portal; kubeconfigs that were downloaded keep working.',
  losesAccess:
    'You do not belong to the new owner, so you lose access to this lab.',
  newOwner: 'New owner',
  choiceHelp: "A group's lab belongs to all of its members.",
  submit: 'Transfer',
  submitTo: 'Transfer to {{owner}}',
} as const;

/** The question whether a lab is really to be deleted. */
export const deleteDialog = {
  title: 'Delete {{name}}?',
  text: 'The cluster of the lab {{name}} and everything in it will be deleted. This cannot be undone.',
  keep: 'Keep it',
  confirm: 'Delete {{name}}',
} as const;

/** A field that chooses an entity of the catalog. */
export const entityField = {
  placeholder: 'Search the catalog',
  refPlaceholder: '{{kind}}:default/name',
  searchFailed: 'The catalog could not be searched: {{reason}}',
} as const;

/** Owners of labs, where the catalog does not name them. */
export const owners = {
  user: '{{name}} (user)',
  group: '{{name}} (group)',
  otherKind: '{{name}} ({{kind}})',
  malformed:
    'Enter the entity ref of a user or group, for example user:default/alice or group:default/team-a.',
  unchanged: 'This is already the owner.',
} as const;

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
