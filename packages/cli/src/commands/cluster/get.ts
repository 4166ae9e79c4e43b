import type { Command } from 'commander';
import {
  examples,
  printsResult,
  type CommandContext,
  type OutputOptions,
} from '../CommandContext';
import { labCommand, openLab, printLab, type OneLabOptions } from './oneLab';

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
