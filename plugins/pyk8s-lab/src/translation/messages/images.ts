/** The images of a lab's nodes, and their import. */
export const images = {
  refused: 'You are not allowed to see the images of this lab',
  refusedAdvice: 'Ask its owner for access to the lab.',
  mayNotBringIn:
    'You are not allowed to import images into this lab. Ask its owner to add you to the group that owns it, or to transfer the lab to you.',
  drop: {
    label: 'Import image archives',
    here: 'Drop image archives here',
    now: 'Drop to import',
    choose: 'Choose image archives',
    input: 'Image archives',
    help: 'Archives of {{command}} or an OCI layout, optionally compressed with gzip or Zstandard. At most {{size}} unpacked. They are imported into every node of the lab.',
    helpWithPlatform:
      'Archives of {{command}} or an OCI layout, optionally compressed with gzip or Zstandard. At most {{size}} unpacked, for {{platform}}. They are imported into every node of the lab.',
  },
  host: {
    label: 'Image of the lab host',
    help: 'Imports an image that the lab host already has, without an upload. Allowed: {{patterns, list(type: unit)}}',
    bringIn: 'Import',
  },
  list: {
    title: 'Images of the nodes',
    search: 'Search images',
    searchPlaceholder: 'Search by name',
    refresh: 'Refresh',
    notRefreshed: 'The images could not be refreshed',
    noMatch: 'No image matches.',
    empty: 'The nodes have no images.',
    copyName: 'Copy {{name}}',
    copiedName: 'The name',
  },
  table: {
    label: 'Images',
    name: 'Name',
    size: 'Size',
    nodes: 'Nodes',
    origin: 'Origin',
    // On a narrow screen.
    facts: '{{size}} · on {{nodes}} · {{origin}}',
  },
  origin: {
    imported: 'Imported',
    other: 'Preloaded or pulled',
  },
  onNodes: '{{nodes, number}} of {{all, number}}',
  notOnNodes:
    '{{nodes, number}} of {{all, number}}, not {{lacking, list(type: unit)}}',
  use: {
    title: 'Use an image',
    help: 'Use the full name, as above. With imagePullPolicy: IfNotPresent a pod takes it from its node without a registry; that is the default unless the tag is latest.',
    image: 'Image',
    command: 'The command',
    intoConsole: 'Open in Console',
  },
  progress: {
    title: 'Imports',
    unknown: 'The progress of the imports is not known',
    tryAgain: 'Try again',
    notCancelled: 'It could not be cancelled',
    file: '{{name}} ({{size}})',
    waiting: 'Waiting for other transfers and imports to end',
    sending: 'Uploading',
    asking: 'Requesting',
    cancelled: 'Cancelled',
    failed: 'Not imported',
    percent: '{{percent, number}}%',
    cancel: 'Cancel',
    cancelOne: 'Cancel: {{name}}',
    dismiss: 'Dismiss',
    dismissOne: 'Dismiss: {{name}}',
    saidEnd: '{{title}}: {{ending}}. {{message}}',
    saidFailure: '{{name}}: {{message}}',
  },
  failure: {
    empty: 'The file is empty.',
    tooLarge:
      'The file has {{size}}; an image archive can have at most {{maxSize}}. Make the image smaller, or ask the administrators of this portal to raise the limit.',
    broken:
      'The upload was interrupted: the connection broke, or the file has changed. Try again.',
    unreachable:
      'The portal does not respond. Check your connection and try again.',
  },
} as const;

/** What takes long on the server. */
export const jobs = {
  ended: {
    RUNNING: 'Running',
    SUCCEEDED: 'Done',
    FAILED: 'Failed',
    CANCELLED: 'Cancelled',
  },
  endedAfter: {
    SUCCEEDED: 'Done after {{time}}',
    FAILED: 'Failed after {{time}}',
    CANCELLED: 'Cancelled after {{time}}',
  },
  underOneSecond: '<1s',
  byPortal: 'The portal',
} as const;
