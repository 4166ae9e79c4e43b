/** The images of a lab's nodes, and bringing some in. */
export const images = {
  refused: 'You may not see the images of this lab',
  refusedAdvice: 'Those may who see the lab.',
  mayNotBringIn:
    'You may not bring images into this lab. Its owner may. Ask to become a member of the group that owns it, or to be given the lab.',
  drop: {
    label: 'Bring in image archives',
    here: 'Drop image archives here',
    now: 'Drop them to bring them in',
    choose: 'Choose image archives',
    input: 'Image archives',
    help: 'Archives of {{command}}, or of an OCI layout; also compressed with gzip or Zstandard. At most {{size}} when unpacked. They are brought into every node of the lab.',
    helpWithPlatform:
      'Archives of {{command}}, or of an OCI layout; also compressed with gzip or Zstandard. At most {{size}} when unpacked, and for {{platform}}. They are brought into every node of the lab.',
  },
  host: {
    label: 'Image of the lab host',
    help: 'Without sending anything, where the lab host has it already. Allowed: {{patterns, list(type: unit)}}',
    bringIn: 'Bring it in',
  },
  list: {
    title: 'Images of the nodes',
    search: 'Search images',
    searchPlaceholder: 'Search by name',
    refresh: 'Refresh',
    notRefreshed: 'The images could not be asked for again',
    noMatch: 'No image has such a name.',
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
    imported: 'Brought in',
    other: 'Came with the cluster, or was pulled',
  },
  onNodes: '{{nodes, number}} of {{all, number}}',
  notOnNodes:
    '{{nodes, number}} of {{all, number}}, not {{lacking, list(type: unit)}}',
  use: {
    title: 'Use an image',
    help: 'Name it in full, as above. With imagePullPolicy: IfNotPresent a pod takes it from its node, and asks no registry; that is the default unless the tag is latest.',
    image: 'Image',
    command: 'The command',
    intoConsole: 'Put it into the Console',
  },
  progress: {
    title: 'Bringing images in',
    unknown: 'How far images are is not known',
    tryAgain: 'Try again',
    notCancelled: 'It could not be cancelled',
    file: '{{name}} ({{size}})',
    waiting: 'Waiting for other transfers and imports to end',
    sending: 'Is being sent',
    asking: 'Is being asked for',
    cancelled: 'Cancelled',
    failed: 'Not brought in',
    percent: '{{percent, number}} %',
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
      'The file has {{size}}, and an image archive may have {{maxSize}} at most. Make the image smaller, or ask the administrators of this portal for more.',
    broken:
      'It was not sent to its end: the connection broke, or the file has changed. Send it again.',
    unreachable:
      'The portal does not answer. Check the connection, and try again.',
  },
} as const;
