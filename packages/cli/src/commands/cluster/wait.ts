import {
  AWAITED_LAB_STATUSES,
  type AwaitedLabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Command } from 'commander';
import {
  CliError,
  EXIT,
  InterruptedError,
  isNotFound,
  UsageError,
} from '../../errors';
import { waitForLab } from '../../labs';
import { labProgress } from '../../output';
import {
  examples,
  printsResult,
  type CommandContext,
  type OutputOptions,
} from '../CommandContext';
import { timeoutOption } from '../options';
import { labCommand, openLab, printLab, type OneLabOptions } from './oneLab';

interface WaitOptions extends OneLabOptions, OutputOptions {
  for: AwaitedLabStatus;
  timeout: number;
}

export function addWait(cluster: Command, context: CommandContext): void {
  const command = labCommand(cluster, 'wait', 'Wait until a lab has a status')
    .option(
      '--for <status>',
      `${AWAITED_LAB_STATUSES.join(', ').toLowerCase()}`,
      readAwaited,
      'RUNNING',
    )
    .addOption(timeoutOption('15m'))
    .action((name: string, options: WaitOptions) =>
      wait(context, name, options),
    );
  examples(
    printsResult(command),
    'pyk8s cluster wait demo',
    'pyk8s cluster wait demo --for deleted --timeout 5m',
  );
}

async function wait(
  context: CommandContext,
  name: string,
  options: WaitOptions,
): Promise<void> {
  const { io } = context;
  const found = await openLab(context, name, options).catch(error => {
    // A lab that is not found is deleted.
    if (
      options.for === 'DELETED' &&
      (isNotFound(error) ||
        (error instanceof CliError && error.exitCode === EXIT.notFound))
    ) {
      return undefined;
    }
    throw error;
  });
  if (!found) {
    io.stderr.write(`There is no lab ${name}.\n`);
    return;
  }
  const { labs, lab } = found;
  const progress = labProgress(io, {
    provisions: ['QUEUED', 'PROVISIONING'].includes(lab.status),
  });
  try {
    const reached = await waitForLab(labs, lab, {
      awaited: options.for,
      timeoutSeconds: options.timeout,
      onLab: seen => progress.show(seen),
      interrupted: io.signal,
    });
    progress.stop();
    await printLab(context, reached, options);
  } catch (error) {
    throw error instanceof InterruptedError
      ? new InterruptedError(
          `Nobody waits for the lab ${lab.name} now; nothing has changed for it.`,
        )
      : error;
  } finally {
    progress.stop();
  }
}

function readAwaited(text: string): AwaitedLabStatus {
  const awaited = AWAITED_LAB_STATUSES.find(
    each => each === text.toUpperCase(),
  );
  if (!awaited) {
    throw new UsageError(
      `"${text.slice(
        0,
        40,
      )}" cannot be waited for: choose of ${AWAITED_LAB_STATUSES.join(
        ', ',
      ).toLowerCase()}.`,
    );
  }
  return awaited;
}
