import type { Command } from 'commander';
import { AuthServer } from '../../auth';
import { explainUnknown, InstanceStore } from '../../config';
import { UsageError } from '../../errors';
import { examples, type CommandContext } from '../CommandContext';

export function addLogout(auth: Command, context: CommandContext): void {
  const command = auth
    .command('logout')
    .description('Sign out, and forget what let you in')
    .option('--instance <name>', 'of which portal (default: the current one)')
    .action((options: { instance?: string }) => logout(context, options));
  examples(command, 'pyk8s auth logout', 'pyk8s auth logout --instance work');
}

async function logout(
  { io }: CommandContext,
  options: { instance?: string },
): Promise<void> {
  const store = InstanceStore.create(io.env);
  const settings = await store.settings();
  const name = options.instance ?? settings.current;
  if (name === undefined) {
    io.stderr.write('You are signed in to no portal.\n');
    return;
  }
  if (!Object.hasOwn(settings.instances, name)) {
    throw new UsageError(explainUnknown(name, settings));
  }
  const { url } = settings.instances[name];
  const forgotten = await store.forget(name);
  if (!forgotten) {
    io.stderr.write(`You are not signed in to ${url}.\n`);
    return;
  }
  const { refreshToken, clientId } = forgotten;
  const revoked =
    refreshToken && clientId
      ? await AuthServer.at(url).revoke(refreshToken, clientId)
      : true;
  io.stderr.write(
    revoked
      ? `You are signed out of ${url}.\n`
      : `You are signed out here. ${url} could not be told, so that the sign-in ends there by itself.\n`,
  );
}
