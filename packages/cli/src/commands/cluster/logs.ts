import type { LabLogQuery } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Option, type Command } from 'commander';
import { UsageError } from '../../errors';
import { write } from '../../io';
import { withLogTimes, type LogTimes } from '../../output';
import { examples, type CommandContext } from '../CommandContext';
import { readDurationText, readWhole } from '../options';
import { labCommand, openLab, type OneLabOptions } from './oneLab';

interface LogsOptions extends OneLabOptions {
  source?: 'provisioning' | 'node' | 'pod';
  run?: string;
  node?: string;
  unit?: string;
  pod?: string;
  namespace?: string;
  container?: string;
  previous?: boolean;
  follow?: boolean;
  tail?: number;
  since?: string;
  timestamps?: boolean;
}

/** The options that only one source has. */
const OPTIONS_OF = {
  provisioning: ['run'],
  node: ['node', 'unit'],
  pod: ['pod', 'namespace', 'container', 'previous'],
} as const;

export function addLogs(cluster: Command, context: CommandContext): void {
  const command = labCommand(cluster, 'logs', 'Print a log of a lab')
    .addOption(
      new Option(
        '--source <source>',
        'provisioning, a node’s journal, or a pod’s log (default: by the other options, or provisioning)',
      ).choices(['provisioning', 'node', 'pod']),
    )
    .option('--run <id>', 'provisioning: the id of a run (default: the last)')
    .option(
      '--node <name>',
      'node: the name in kubectl get nodes (default: the control plane)',
    )
    .option('--unit <unit>', 'node: only this systemd unit, such as kubelet')
    .option('--pod <name>', 'pod: the name')
    .option('-n, --namespace <name>', 'pod: the namespace')
    .option('-c, --container <name>', 'pod: the container')
    .option('-p, --previous', 'pod: the log before the last restart')
    .option('-f, --follow', 'keep running and print new lines')
    .option('--tail <lines>', 'the number of lines from the end', readWhole)
    .option(
      '--since <time>',
      'only lines newer than this, such as 10m',
      readDurationText,
    )
    .option(
      '--timestamps',
      'timestamps of the cluster (UTC, RFC 3339) instead of local times',
    )
    .option('--no-timestamps', 'no timestamps')
    .action((name: string, options: LogsOptions) =>
      logs(context, name, options),
    );
  examples(
    command,
    'pyk8s cluster logs demo',
    'pyk8s cluster logs demo --unit kubelet --since 10m',
    'pyk8s cluster logs demo --pod web-0 --namespace shop --follow',
  );
}

async function logs(
  context: CommandContext,
  name: string,
  options: LogsOptions,
): Promise<void> {
  const { io } = context;
  const query = queryOf(options);
  const { labs, lab } = await openLab(context, name, options);
  const { signal } = io;
  const times = timesOf(options);
  if (!options.follow) {
    const text = await labs.getLabLogs(lab.id, query, { signal });
    await write(io.stdout, withLogTimes(text, times));
    return;
  }
  try {
    for await (const text of labs.followLabLogs(lab.id, query, { signal })) {
      await write(io.stdout, withLogTimes(text, times));
    }
  } catch (error) {
    // Ctrl-C is how following ends.
    if (!signal.aborted) {
      throw error;
    }
  }
}

function timesOf({ timestamps }: LogsOptions): LogTimes {
  if (timestamps === undefined) {
    return 'local';
  }
  return timestamps ? 'exact' : 'none';
}

function queryOf(options: LogsOptions): LabLogQuery {
  const source = options.source ?? sourceBy(options);
  assertOptionsOf(source, options);
  const { tail, since, run, node, unit } = options;
  switch (source) {
    case 'provisioning':
      if (since !== undefined) {
        throw new UsageError('--since is for logs of nodes and pods.');
      }
      return { source, tail, run };
    case 'node':
      return { source, tail, since, node, unit };
    default: {
      const { pod, namespace, container, previous } = options;
      if (!pod) {
        throw new UsageError('Say which pod: --pod web-0');
      }
      return { source, tail, since, pod, namespace, container, previous };
    }
  }
}

type Source = keyof typeof OPTIONS_OF;

function sourceBy(options: LogsOptions): Source {
  const by = (['node', 'pod'] as const).find(source =>
    givenOption(source, options),
  );
  return by ?? 'provisioning';
}

function givenOption(source: Source, options: LogsOptions): string | undefined {
  return OPTIONS_OF[source].find(name => options[name] !== undefined);
}

function assertOptionsOf(source: Source, options: LogsOptions): void {
  const chosen = options.source
    ? `--source ${source}`
    : `--${givenOption(source, options)}, which selects the log of a ${source}`;
  for (const other of ['provisioning', 'node', 'pod'] as const) {
    const odd = other === source ? undefined : givenOption(other, options);
    if (odd) {
      throw new UsageError(`--${odd} cannot be used with ${chosen}.`);
    }
  }
}
