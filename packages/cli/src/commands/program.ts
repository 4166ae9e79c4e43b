import { Command } from 'commander';
import { version } from '../../package.json';
import { addAuth } from './auth';
import { addCluster } from './cluster';
import type { CommandContext } from './CommandContext';
import { addCompletion } from './completion';
import { addCredential } from './credential';
import { addDoctor } from './doctor';

const FOOTER = `
Examples
  pyk8s auth login --url https://portal.example.com
  pyk8s cluster create --name demo --ttl 2h --wait
  pyk8s cluster get-kubeconfig demo --merge && kubectl get nodes

Exit codes
  0 done, 1 failed, 2 wrong usage, 3 not found, 4 not allowed or not signed in,
  5 conflict, 124 waited too long, 130 interrupted`;

/** All commands, for one run. */
export function createProgram(context: CommandContext): Command {
  const { stdout, stderr } = context.io;
  const program = new Command('pyk8s')
    .description('Ephemeral Kubernetes clusters from your Backstage portal')
    .version(version, '-V, --version', 'print the version')
    .helpCommand(false)
    .helpOption('-h, --help', 'show help')
    // Options of a command come after it: "create --version v1.34.4".
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: text => void stdout.write(text),
      writeErr: text => void stderr.write(text),
      outputError: (text, out) => out(text.replace(/^error: /, 'pyk8s: ')),
      getOutHelpWidth: () => stdout.columns ?? 80,
      getErrHelpWidth: () => stderr.columns ?? 80,
    })
    .showSuggestionAfterError()
    .addHelpText('after', FOOTER);
  addAuth(program, context);
  addCluster(program, context);
  addCompletion(program, context);
  addCredential(program, context);
  addDoctor(program, context);
  settle(program);
  return program;
}

/** Settings that commands do not inherit from the program. */
function settle(command: Command): void {
  command.commands.forEach(nested => {
    nested.enablePositionalOptions().helpCommand(false);
    settle(nested);
  });
}
