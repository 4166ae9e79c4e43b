import type { Command } from 'commander';
import { InterruptedError } from '../../errors';
import { KubeconfigFiles } from '../../kubeconfig';
import { waitForLab } from '../../labs';
import { labProgress } from '../../output';
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
    .option('--wait', 'wait until nothing is left of it')
    .addOption(timeoutOption('5m'))
    .option('--kubeconfig <file>', 'where its context is, if elsewhere')
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
  await labs.deleteLab(lab.id);
  const contexts = await KubeconfigFiles.of(io.env, options.kubeconfig).remove(
    mark => mark.lab === lab.id,
  );
  for (const each of contexts) {
    io.stderr.write(`The context ${each} is gone from your kubeconfig.\n`);
  }
  if (options.wait) {
    const progress = labProgress(io);
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
            `The lab ${lab.name} goes on being deleted: "pyk8s cluster wait ${lab.id} --for deleted" waits on.`,
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
