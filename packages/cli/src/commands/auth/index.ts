import type { Command } from 'commander';
import { InstanceStore } from '../../config';
import { MIN_TOKEN_SECONDS, openSession } from '../../auth';
import { write } from '../../io';
import {
  asksPortal,
  examples,
  type CommandContext,
  type PortalOptions,
} from '../CommandContext';
import { addLogin } from './login';
import { addLogout } from './logout';
import { addStatus } from './status';

export function addAuth(program: Command, context: CommandContext): void {
  const auth = program
    .command('auth')
    .description('Sign in and out of portals');
  addLogin(auth, context);
  addLogout(auth, context);
  addStatus(auth, context);
  examples(
    auth
      .command('use')
      .description('Set the portal for other commands')
      .argument('<instance>', 'its name')
      .action(async (name: string) => {
        await InstanceStore.create(context.io.env).use(name);
        context.io.stderr.write(`Commands are for ${name} now.\n`);
      }),
    'pyk8s auth use work',
  );
  examples(
    asksPortal(
      auth
        .command('token')
        .description('Print your token, for scripts and CI; it is secret')
        .action(async ({ instance }: PortalOptions) => {
          const session = await openSession(context.io, instance);
          context.portal = session.url;
          const { accessToken } = await session.credentials({
            secondsLeft: MIN_TOKEN_SECONDS,
          });
          await write(context.io.stdout, `${accessToken}\n`);
        }),
    ),
    'PYK8S_LAB_TOKEN=$(pyk8s auth token)',
  );
}
