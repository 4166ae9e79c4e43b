import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Command } from 'commander';
import { explainError, InterruptedError } from '../../errors';
import type { Io } from '../../io';
import { explainRemoved, KubeconfigFiles } from '../../kubeconfig';
import { waitForLab } from '../../labs';
import { labProgress, plain } from '../../output';
import { examples, type CommandContext } from '../CommandContext';
import { timeoutOption } from '../options';
import { labCommand, openLab, type OneLabOptions } from './oneLab';

interface DeleteOptions extends OneLabOptions {
  wait?: boolean;
  timeout: number;
  kubeconfig?: string;
}

export function addDelete(cluster: Command, context: CommandContext): void {
  const command = labCommand(
    cluster,
    'delete',
    'Delete a lab, and its context in your kubeconfig',
  )
    .alias('rm')
    .option('--wait', 'wait until it is deleted')
    .addOption(timeoutOption('5m'))
    .option(
      '--kubeconfig <file>',
      'the kubeconfig with its context (default: $KUBECONFIG, or ~/.kube/config)',
    )
    .action((name: string, options: DeleteOptions) =>
      remove(context, name, options),
    );
  examples(
    command,
    'pyk8s cluster delete demo',
    'pyk8s cluster delete demo --wait',
  );
}

async function remove(
  context: CommandContext,
  name: string,
  options: DeleteOptions,
): Promise<void> {
  const { io } = context;
  const { labs, lab } = await openLab(context, name, options);
  const { status } = await labs.deleteLab(lab.id);
  await removeContexts(io, lab, options);
  if (status === 'DELETED') {
    io.stdout.write(`The lab ${lab.name} is already deleted.\n`);
    return;
  }
  if (options.wait) {
    const progress = labProgress(io, { provisions: false });
    try {
      await waitForLab(labs, lab, {
        awaited: 'DELETED',
        timeoutSeconds: options.timeout,
        onLab: seen => progress.show(seen),
        interrupted: io.signal,
      });
    } catch (error) {
      throw error instanceof InterruptedError
        ? new InterruptedError(
            `The lab ${lab.name} is still being deleted: "pyk8s cluster wait ${lab.id} --for deleted" waits on.`,
          )
        : error;
    } finally {
      progress.stop();
    }
  }
  io.stdout.write(
    `The lab ${lab.name} is ${options.wait ? 'deleted' : 'being deleted'}.\n`,
  );
}

/** A broken kubeconfig is only a warning: the lab is deleted all the same. */
async function removeContexts(
  { env, stderr }: Io,
  lab: Lab,
  { kubeconfig }: DeleteOptions,
): Promise<void> {
  try {
    const removed = await KubeconfigFiles.of(env, kubeconfig).remove(
      mark => mark.lab === lab.id,
    );
    for (const line of explainRemoved(removed)) {
      stderr.write(`${plain(line)}\n`);
    }
  } catch (error) {
    const { message } = explainError(error);
    stderr.write(`Warning: your kubeconfig is unchanged: ${plain(message)}\n`);
  }
}
