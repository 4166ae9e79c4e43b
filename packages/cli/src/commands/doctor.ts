import type { Command } from 'commander';
import type { Finding } from '../doctor/Check';
import { diagnose } from '../doctor/diagnose';
import { EXIT } from '../errors';
import { write } from '../io';
import { plain, styleFor, type Style } from '../output';
import {
  asksPortal,
  examples,
  type CommandContext,
  type PortalOptions,
} from './CommandContext';

interface DoctorOptions extends PortalOptions {
  fix?: boolean;
}

export function addDoctor(program: Command, context: CommandContext): void {
  const { io } = context;
  const command = program
    .command('doctor')
    .description('Check the setup, and say what to do')
    .option('--fix', 'remove contexts of deleted labs')
    .action(async ({ instance, fix = false }: DoctorOptions) => {
      const style = styleFor(io.stdout, io.env);
      for await (const finding of diagnose(io, { instance, fix })) {
        io.signal.throwIfAborted();
        await write(io.stdout, lineOf(finding, style));
        if (finding.state === 'problem') {
          context.exitCode = EXIT.failed;
        }
      }
    });
  examples(asksPortal(command), 'pyk8s doctor', 'pyk8s doctor --fix');
}

function lineOf({ state, title, detail, remedy }: Finding, style: Style) {
  const sign = {
    ok: style('green', '✓'),
    problem: style('red', '✗'),
    hint: style('yellow', '!'),
    skip: style('dim', '-'),
  }[state];
  const next = remedy ? `\n    → ${plain(remedy)}` : '';
  return `${sign} ${title}: ${plain(detail)}${next}\n`;
}
