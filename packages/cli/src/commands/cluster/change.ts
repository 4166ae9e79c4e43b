import type {
  AwaitedLabStatus,
  Lab,
  LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Command } from 'commander';
import { InterruptedError } from '../../errors';
import { waitForLab } from '../../labs';
import { labProgress } from '../../output';
import {
  examples,
  printsResult,
  type CommandContext,
  type OutputOptions,
} from '../CommandContext';
import { timeoutOption, readDurationText } from '../options';
import { labCommand, openLab, printLab, type OneLabOptions } from './oneLab';

interface ExtendOptions extends OneLabOptions, OutputOptions {
  by: string;
}

interface ChangeOptions extends OneLabOptions, OutputOptions {
  wait?: boolean;
  timeout: number;
}

interface Change {
  name: string;
  description: string;
  send: (labs: LabApi, id: string) => Promise<Lab>;
  awaited: AwaitedLabStatus;
  /** Whether the lab is recreated. */
  provisions: boolean;
  /** Completes "The lab demo is still being …". */
  going: string;
}

const CHANGES: readonly Change[] = [
  {
    name: 'pause',
    description: 'Stop the nodes of a lab; what is in it stays',
    send: (labs, id) => labs.pauseLab(id),
    awaited: 'PAUSED',
    provisions: false,
    going: 'paused',
  },
  {
    name: 'resume',
    description: 'Start the nodes of a paused lab',
    send: (labs, id) => labs.resumeLab(id),
    awaited: 'RUNNING',
    provisions: false,
    going: 'resumed',
  },
  {
    name: 'retry',
    description: 'Recreate a lab in ERROR',
    send: (labs, id) => labs.retryLab(id),
    awaited: 'RUNNING',
    provisions: true,
    going: 'recreated',
  },
];

/** Adds `extend`, `pause`, `resume` and `retry`. */
export function addChanges(cluster: Command, context: CommandContext): void {
  const extend = labCommand(cluster, 'extend', 'Give a lab more time')
    .option('--by <time>', 'how much time to add', readDurationText, '1h')
    .action(async (name: string, options: ExtendOptions) => {
      const { labs, lab } = await openLab(context, name, options);
      const extended = await labs.updateLab(lab.id, { extendBy: options.by });
      await printLab(context, extended, options);
    });
  examples(
    printsResult(extend),
    'pyk8s cluster extend demo',
    'pyk8s cluster extend demo --by 30m',
  );
  CHANGES.forEach(change => addChange(cluster, context, change));
}

function addChange(
  cluster: Command,
  context: CommandContext,
  change: Change,
): void {
  const command = labCommand(cluster, change.name, change.description)
    .option('--wait', `wait until it is ${change.awaited}`)
    .addOption(timeoutOption('10m'))
    .action(async (name: string, options: ChangeOptions) => {
      const { labs, lab } = await openLab(context, name, options);
      const sent = await change.send(labs, lab.id);
      const changed = options.wait
        ? await wait(context, labs, sent, change, options.timeout)
        : sent;
      await printLab(context, changed, options);
    });
  examples(
    printsResult(command),
    `pyk8s cluster ${change.name} demo`,
    `pyk8s cluster ${change.name} demo --wait`,
  );
}

async function wait(
  { io }: CommandContext,
  labs: LabApi,
  lab: Lab,
  { awaited, provisions, going }: Change,
  timeoutSeconds: number,
): Promise<Lab> {
  const progress = labProgress(io, { provisions });
  try {
    return await waitForLab(labs, lab, {
      awaited,
      timeoutSeconds,
      onLab: seen => progress.show(seen),
      interrupted: io.signal,
    });
  } catch (error) {
    throw error instanceof InterruptedError
      ? new InterruptedError(
          `The lab ${lab.name} is still being ${going}: "pyk8s cluster wait ${
            lab.name
          } --for ${awaited.toLowerCase()}" waits on.`,
        )
      : error;
  } finally {
    progress.stop();
  }
}
