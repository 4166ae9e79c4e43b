import type { Command } from 'commander';
import { InstanceStore } from '../../config';
import { examples, type CommandContext } from '../CommandContext';
import { addLogin } from './login';
import { addLogout } from './logout';
import { addStatus } from './status';

/** Adds `auth`. */
export function addAuth(program: Command, context: CommandContext): void {
  const auth = program
    .command('auth')
    .description('Sign in to portals, and out');
  addLogin(auth, context);
  addLogout(auth, context);
  addStatus(auth, context);
  examples(
    auth
      .command('use')
      .description('Choose the portal that commands are for')
      .argument('<instance>', 'its name')
      .action(async (name: string) => {
        await InstanceStore.create(context.io.env).use(name);
        context.io.stderr.write(`Commands are for ${name} now.\n`);
      }),
    'pyk8s auth use work',
  );
}
