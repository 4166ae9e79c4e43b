import type { Command } from 'commander';
import { AuthServer, readPortalUrl } from '../../auth';
import {
  explainUnknownInstance,
  InstanceStore,
  type Settings,
} from '../../config';
import { InterruptedError, UsageError } from '../../errors';
import type { Io } from '../../io';
import { examples, type CommandContext } from '../CommandContext';

export function addLogout(auth: Command, context: CommandContext): void {
  const command = auth
    .command('logout')
    .description('Sign out, and delete the stored credentials')
    .option('--instance <name>', 'the portal (default: the current one)')
    .action((options: { instance?: string }) => logout(context, options));
  examples(command, 'pyk8s auth logout', 'pyk8s auth logout --instance work');
}

async function logout(
  { io }: CommandContext,
  options: { instance?: string },
): Promise<void> {
  const store = InstanceStore.create(io.env);
  const settings = await store.settings();
  const name = options.instance ?? meantBy(io.env, settings);
  if (name === undefined) {
    io.stderr.write(
      `You are not signed in to ${io.env.PYK8S_LAB_URL || 'any portal'}.\n`,
    );
    return;
  }
  if (!Object.hasOwn(settings.instances, name)) {
    throw new UsageError(explainUnknownInstance(name, settings));
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
      ? await AuthServer.at(url, io.signal).revoke(refreshToken, clientId)
      : true;
  const notRevoked = `You are signed out here. ${url} could not be told, so that the sign-in ends there by itself.`;
  if (!revoked && io.signal.aborted) {
    throw new InterruptedError(notRevoked);
  }
  io.stderr.write(
    `${revoked ? `You are signed out of ${url}.` : notRevoked}\n`,
  );
}

/** As for other commands, the environment takes precedence over the current instance. */
function meantBy(env: Io['env'], settings: Settings): string | undefined {
  if (env.PYK8S_LAB_INSTANCE) {
    return env.PYK8S_LAB_INSTANCE;
  }
  if (!env.PYK8S_LAB_URL) {
    return settings.current;
  }
  const url = readPortalUrl(env.PYK8S_LAB_URL);
  return Object.keys(settings.instances).find(
    name => settings.instances[name].url === url,
  );
}
