import {
  explainLabName,
  type CreateLabRequest,
  type Lab,
  type LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Command } from 'commander';
import { InterruptedError, UsageError } from '../../errors';
import { type Io, untilInterrupted, write } from '../../io';
import { createOnce, generateName, waitForLab } from '../../labs';
import { format, labDetails, labProgress, styleFor } from '../../output';
import {
  asksPortal,
  examples,
  openPortal,
  printsResult,
  type CommandContext,
  type OutputOptions,
  type PortalOptions,
} from '../CommandContext';
import {
  readAmount,
  timeoutOption,
  readDurationText,
  readHours,
  readWhole,
} from '../options';

interface CreateOptions extends PortalOptions, OutputOptions {
  name?: string;
  generateName?: string;
  ttl?: string;
  ttlHours?: number;
  version?: string;
  workers?: number;
  cpu?: string;
  memory?: string;
  purpose?: string;
  owner?: string;
  component?: string;
  provider?: string;
  wait?: boolean;
  timeout: number;
}

export function addCreate(cluster: Command, context: CommandContext): void {
  const command = cluster
    .command('create')
    .description('Create a lab')
    .argument('[name]', 'the name: lower-case letters, digits and "-"')
    .option('--name <name>', 'the name, as an option')
    .option(
      '--generate-name <prefix>',
      'generate a unique name that begins with this, for example for a CI job',
    )
    .option('--ttl <time>', 'the lifetime, such as 2h', readDurationText)
    .option('--ttl-hours <hours>', 'the lifetime in hours', readHours)
    .option(
      '--version <version>',
      'the Kubernetes version, such as v1.34.4; one of those that the portal offers',
    )
    .option('--workers <number>', 'the number of worker nodes', readWhole)
    .option('--cpu <cores>', 'the CPU limit', readAmount)
    .option('--memory <amount>', 'the memory limit, such as 4Gi', readAmount)
    .option(
      '--purpose <text>',
      'the purpose, shown to others who can see the lab',
    )
    .option('--owner <ref>', 'the owner: one of your groups (default: you)')
    .option('--component <ref>', 'the catalog component of the lab')
    .option(
      '--provider <provider>',
      'the provider, such as kind (default: the one of the portal)',
    )
    .option('--wait', 'wait until it is RUNNING, and show its progress')
    .addOption(timeoutOption('15m'))
    .action((name: string | undefined, options: CreateOptions) =>
      create(context, name, options),
    );
  examples(
    printsResult(asksPortal(command)),
    'pyk8s cluster create --name demo --ttl 2h --wait',
    'pyk8s lab create demo --ttl-hours 2 --workers 2 --memory 4Gi',
    'lab=$(pyk8s cluster create --generate-name ci --ttl 30m -o name)',
    'pyk8s cluster create demo --owner group:default/team-a --memory 4Gi',
  );
}

async function create(
  context: CommandContext,
  argument: string | undefined,
  options: CreateOptions,
): Promise<void> {
  const { io } = context;
  const request = requestOf(argument, options);
  const { labs } = await openPortal(context, options);
  let { name } = request;
  let lab: Lab;
  try {
    lab = await untilInterrupted(
      createOnce(labs, request, {
        prefix: options.generateName,
        onName: generated => (name = generated),
      }),
      io.signal,
    );
  } catch (error) {
    throw error instanceof InterruptedError
      ? new InterruptedError(
          `The request for the lab ${name} may have been sent: "pyk8s cluster get ${name}" shows whether it exists, "pyk8s cluster delete ${name}" deletes it.`,
        )
      : error;
  }
  if (options.output === 'name') {
    // Printed before waiting, so that a script always knows what to delete.
    await write(io.stdout, `${lab.name}\n`);
  }
  if (options.wait) {
    lab = await wait(io, labs, lab, options.timeout);
  }
  const result = lab;
  await write(
    io.stdout,
    format(result, options.output, {
      table: () => labDetails(result, styleFor(io.stdout, io.env)),
      name: () => '',
    }),
  );
  if (options.output === 'table') {
    io.stderr.write(`${nextStep(result, options)}\n`);
  }
}

function nextStep(
  { name, simulated }: Lab,
  { wait: isReady }: CreateOptions,
): string {
  if (!isReady) {
    return `It is being provisioned: pyk8s cluster wait ${name}`;
  }
  return simulated
    ? `It is simulated, and not backed by a real cluster: kubectl reaches nothing, but commands have made-up results: pyk8s cluster exec ${name} -- kubectl get nodes`
    : `Use it with kubectl: pyk8s cluster get-kubeconfig ${name} --merge`;
}

async function wait(
  io: Io,
  labs: LabApi,
  lab: Lab,
  timeoutSeconds: number,
): Promise<Lab> {
  const progress = labProgress(io, { provisions: true });
  try {
    return await waitForLab(labs, lab, {
      awaited: 'RUNNING',
      timeoutSeconds,
      onLab: seen => progress.show(seen),
      interrupted: io.signal,
    });
  } catch (error) {
    throw error instanceof InterruptedError
      ? new InterruptedError(
          `The lab ${lab.name} is still being provisioned: "pyk8s cluster wait ${lab.name}" waits on, "pyk8s cluster delete ${lab.name}" removes it.`,
        )
      : error;
  } finally {
    progress.stop();
  }
}

function nameOf(
  argument: string | undefined,
  { name, generateName: prefix }: CreateOptions,
): string {
  const given = [argument, name, prefix].filter(each => each !== undefined);
  if (given.length > 1) {
    throw new UsageError(
      'Give the name once: as the argument, by --name, or by --generate-name.',
    );
  }
  if (given.length === 0) {
    throw new UsageError(
      'A lab needs a name: pyk8s cluster create --name demo --ttl 2h',
    );
  }
  return prefix === undefined ? given[0] : generateName(prefix);
}

function requestOf(
  argument: string | undefined,
  options: CreateOptions,
): CreateLabRequest {
  const name = nameOf(argument, options);
  const problem = explainLabName(name);
  if (problem) {
    throw new UsageError(problem);
  }
  if (options.ttl !== undefined && options.ttlHours !== undefined) {
    throw new UsageError('Give one of --ttl and --ttl-hours.');
  }
  const { cpu, memory } = options;
  return {
    name,
    ttl: options.ttl,
    ttlHours: options.ttlHours,
    owner: options.owner,
    component: options.component,
    provider: options.provider,
    kubernetesVersion: options.version,
    workers: options.workers,
    resources: cpu || memory ? { cpu, memory } : undefined,
    purpose: options.purpose,
  };
}
