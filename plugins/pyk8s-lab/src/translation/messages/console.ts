/** The console of a lab. */
export const console = {
  refused: 'You are not allowed to run commands in this lab',
  off: 'Commands are disabled on this portal',
  offAdvice:
    'Use kubectl on your own machine: see the Connection tab. Administrators enable commands with pyk8sLab.exec.commands.',
  madeUp: 'This lab is simulated: the output of commands is sample data.',
  command: 'Command',
  commandHelp:
    'You can run {{programs, list(type: unit)}}. There is no shell, so no pipes, redirections or variables.',
  commandRunningHelp: 'A command is running. Escape cancels it.',
  pasted_one:
    'You pasted {{count, number}} line, but one command runs at a time',
  pasted_other:
    'You pasted {{count, number}} lines, but one command runs at a time',
  pastedAdvice:
    'Paste them one by one. Add manifests as the stdin of kubectl apply -f -.',
  input: 'Stdin',
  inputHelp: 'The standard input of the command. Ctrl+Enter runs it.',
  run: 'Run',
  cancel: 'Cancel',
  addInput: 'Add stdin',
  noInput: 'Remove stdin',
  output: 'Output',
  wrapLines: 'Wrap lines',
  clear: 'Clear',
  empty: 'No commands yet. Type one below, or choose one.',
  cut: 'Older commands were removed: this page keeps about {{size}}.',
  outputCut: 'The beginning was removed: this page keeps about {{size}}.',
  withInput_one: '(with {{count, number}} line of stdin)',
  withInput_other: '(with {{count, number}} lines of stdin)',
  copyOutput: 'Copy the output of {{command}}',
  copiedOutput: 'The output',
  running: 'Running',
  waiting:
    'Waiting for a free connection: it runs when a command in another tab has ended',
  history:
    'Press the up arrow for earlier commands in this lab. Commands that seem to contain a secret are only kept on this page; stdin and output are never kept.',
  forget: 'Clear history',
  forgotten: 'History cleared',
  ended: {
    exited: 'Exit code {{code, number}} after {{time}}',
    timedOut: 'Timed out after {{time}}',
    timedOutAdvice: 'It was stopped. Run it again to continue.',
    truncated:
      'Truncated after {{size}}. Narrow the output, for example with -n, -l or --tail.',
    cancelled: 'Cancelled after {{time}}',
    refused: 'Not run',
    lost: 'Interrupted',
    unreachable:
      'The portal does not respond. Check your connection and run it again.',
    unended: 'The portal did not report how it ended.',
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
    dnsLogs: 'CoreDNS logs',
    apply: 'Apply a manifest',
    containers: 'Containers',
    images: 'Images',
  },
} as const;
