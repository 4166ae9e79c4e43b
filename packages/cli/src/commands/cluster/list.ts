import {
  type Lab,
  LAB_STATUSES,
  type LabApi,
  type LabListQuery,
  type LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Command } from 'commander';
import { UsageError } from '../../errors';
import { write } from '../../io';
import { isOwner, listAll } from '../../labs';
import { format, labTable, styleFor } from '../../output';
import {
  asksPortal,
  type CommandContext,
  examples,
  openPortal,
  type OutputOptions,
  type PortalOptions,
  printsResult,
} from '../CommandContext';
import { collect } from '../options';
import { labCommand, type OneLabOptions, openLab, printLab } from './oneLab';
import { watchLabs } from './watchLabs';

interface ListOptions extends PortalOptions, OutputOptions {
  owner?: string[];
  status?: string[];
  component?: string[];
  provider?: string;
  query?: string;
  all?: boolean;
  watch?: boolean;
}

export function addList(cluster: Command, context: CommandContext): void {
  const command = cluster
    .command('list')
    .alias('ls')
    .description('List labs (default: yours and those of your groups)')
    .option(
      '--owner <owner>',
      'only labs of this owner: a name or an entity ref',
      collect,
    )
    .option(
      '--status <status>',
      'only labs in this status, such as RUNNING',
      collect,
    )
    .option('--component <ref>', 'only labs of this component', collect)
    .option('--provider <provider>', 'only labs of this provider')
    .option('-q, --query <text>', 'part of the name or of the purpose')
    .option('-A, --all', 'all labs that you may see')
    .option('-w, --watch', 'keep running and show changes')
    .action((options: ListOptions) => list(context, options));
  examples(
    printsResult(asksPortal(command)),
    'pyk8s cluster list',
    'pyk8s cluster list --status running,paused -o json',
    'pyk8s cluster list --owner team-payments --watch',
  );
}

async function list(
  context: CommandContext,
  options: ListOptions,
): Promise<void> {
  const { io } = context;
  if (options.watch && options.output === 'yaml') {
    throw new UsageError(
      '--watch prints a line for each change, which YAML is not: leave out -o yaml, or use -o json.',
    );
  }
  const { labs } = await openPortal(context, options);
  const own = options.owner || options.all ? undefined : await mine(labs);
  const owners = options.owner ?? own;
  // A typed owner may be part of a ref, so labs are filtered here.
  const query = { ...queryOf(options), owner: own };
  const read = async () =>
    (await listAll(labs, query)).filter(
      lab => !owners || owners.some(owner => isOwner(lab.owner, owner)),
    );
  const style = styleFor(io.stdout, io.env);
  const show = (found: Lab[]) =>
    format(found, options.output, {
      table: () => labTable(found, style, Date.now()),
      name: () => found.map(({ name }) => `${name}\n`).join(''),
    });

  if (options.watch) {
    await watchLabs({ io, labs, read, output: options.output });
    return;
  }
  const found = await read();
  if (isWhole(options)) {
    context.listed = found;
  }
  if (found.length === 0 && options.output === 'table') {
    io.stderr.write(
      owners && !options.owner
        ? 'You have no labs here: create one with "pyk8s cluster create --name demo --ttl 2h".\n'
        : 'No matching labs.\n',
    );
    return;
  }
  await write(io.stdout, show(found));
}

/** Whether a list contains all labs of the caller. */
function isWhole({ owner, status, component, provider, query }: ListOptions) {
  return [owner, status, component, provider, query].every(
    each => each === undefined,
  );
}

/** The entity refs of the caller and the caller's groups. */
async function mine(labs: LabApi): Promise<string[]> {
  return (await labs.getOptions()).owners;
}

function queryOf(options: ListOptions): LabListQuery {
  return {
    status: options.status?.map(readStatus),
    component: options.component,
    provider: options.provider,
    q: options.query,
    orderBy: 'createdAt,desc',
  };
}

function readStatus(text: string): LabStatus {
  const status = LAB_STATUSES.find(each => each === text.toUpperCase());
  if (!status) {
    throw new UsageError(
      `"${text.slice(
        0,
        40,
      )}" is not a status: choose one of ${LAB_STATUSES.join(', ')}.`,
    );
  }
  return status;
}

export function addGet(cluster: Command, context: CommandContext): void {
  const command = labCommand(cluster, 'get', 'Show a lab').action(
    async (name: string, options: OneLabOptions & OutputOptions) => {
      const { lab } = await openLab(context, name, options);
      await printLab(context, lab, options);
    },
  );
  examples(
    printsResult(command),
    'pyk8s cluster get demo',
    'pyk8s cluster get team-payments/demo -o json',
  );
}
