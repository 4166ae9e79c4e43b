/** The console of a lab. */
export const console = {
  refused: 'You may not run commands in this lab',
  off: 'Commands are switched off on this portal',
  offAdvice:
    'Use kubectl on your own machine: the tab Connection says how. Administrators of the portal name the commands that may be run in pyk8sLab.exec.commands.',
  madeUp: 'Nothing really runs: what commands print here is made up.',
  command: 'Command',
  commandHelp:
    'You can run {{programs, list(type: unit)}}. No shell runs it, so there are no pipes, redirections and variables.',
  commandRunningHelp: 'A command is running. Escape cancels it.',
  pasted_one:
    '{{count, number}} line was pasted, and one command runs at a time',
  pasted_other:
    '{{count, number}} lines were pasted, and one command runs at a time',
  pastedAdvice:
    'Paste them one by one. Manifests go in as input of kubectl apply -f -.',
  input: 'Input',
  inputHelp:
    'What the command reads from its standard input. Ctrl+Enter runs it.',
  run: 'Run',
  cancel: 'Cancel',
  addInput: 'Add input',
  noInput: 'No input',
  output: 'Output',
  wrapLines: 'Wrap lines',
  clear: 'Clear',
  empty: 'Nothing has run here yet. Type a command below, or choose one.',
  cut: 'Older commands are not kept any more: this page keeps about {{size}}.',
  outputCut:
    'The beginning is not kept any more: this page keeps about {{size}}.',
  withInput_one: '(with {{count, number}} line of input)',
  withInput_other: '(with {{count, number}} lines of input)',
  copyOutput: 'Copy the output of {{command}}',
  copiedOutput: 'The output',
  running: 'Running',
  waiting:
    'Waiting for a free connection: it runs when a command in another tab has ended',
  history:
    'Arrow up brings back what you ran in this lab. Commands that look as if they held a secret are not kept beyond this page, and what commands read and print never is.',
  forget: 'Forget commands',
  forgotten: 'The commands of this lab are forgotten',
  ended: {
    exited: 'Exit code {{code, number}} after {{time}}',
    timedOut: 'Its time was over after {{time}}',
    timedOutAdvice: 'It was ended. Run it again to go on.',
    truncated:
      'Cut after {{size}}: the rest is left out. Ask for less, such as with -n, -l or --tail.',
    cancelled: 'Cancelled after {{time}}',
    refused: 'Not run',
    lost: 'Interrupted',
    unreachable:
      'The portal does not answer. Check the connection, and run it again.',
    unended: 'The portal did not say how it ended.',
  },
  said: {
    exited: 'The command ended with exit code {{code, number}} after {{time}}.',
    other: 'The command: {{ending}}.',
  },
  seconds:
    '{{seconds, number(minimumFractionDigits: 1; maximumFractionDigits: 1)}} s',
  suggestions: 'Useful commands',
  suggestion: {
    pods: 'All pods',
    watchPods: 'Watch pods',
    nodes: 'Nodes',
    events: 'Events',
    describeNodes: 'Describe nodes',
    dnsLogs: 'Logs of DNS',
    apply: 'Apply a manifest',
    containers: 'Containers',
    images: 'Images',
  },
} as const;
