import type { Command } from 'commander';
import {
  MIN_TOKEN_SECONDS,
  openSession,
  openSessionAt,
  readPortalUrl,
  readToken,
} from '../auth';
import { CREDENTIAL_API_VERSION } from '../kubeconfig';
import { write } from '../io';
import {
  asksPortal,
  examples,
  type CommandContext,
  type PortalOptions,
} from './CommandContext';

interface CredentialOptions extends PortalOptions {
  url?: string;
}

/** Adds `credential`, a credential plugin of kubectl. */
export function addCredential(program: Command, context: CommandContext): void {
  const command = program
    .command('credential')
    .description(
      'Print a credential for kubectl through the portal (kubectl runs this)',
    )
    .requiredOption('--lab <id>', 'the lab’s id')
    .option('--url <address>', 'the portal that the lab is of, and no other')
    .action((options: CredentialOptions) => credential(context, options));
  examples(
    asksPortal(command),
    'pyk8s cluster get-kubeconfig demo --via-portal --merge   # makes kubectl run it',
  );
}

async function credential(
  context: CommandContext,
  options: CredentialOptions,
): Promise<void> {
  const { io } = context;
  const session =
    options.url === undefined
      ? await openSession(io, options.instance)
      : await openSessionAt(io, readPortalUrl(options.url), options.instance);
  context.portal = session.url;
  const { accessToken: token, expiresAt } = await session.credentials({
    // kubectl caches it until it expires, and sessions that use it end with it.
    secondsLeft: MIN_TOKEN_SECONDS,
  });
  const end = expiresAt ?? readToken(token).expiresAt;
  await write(
    io.stdout,
    `${JSON.stringify({
      apiVersion: CREDENTIAL_API_VERSION,
      kind: 'ExecCredential',
      status: {
        token,
        ...(end !== undefined && {
          expirationTimestamp: new Date(end * 1000).toISOString(),
        }),
      },
    })}\n`,
  );
}
