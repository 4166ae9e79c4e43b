import type { Command } from 'commander';
import { openSession, readToken, type Session } from '../../auth';
import { InstanceStore } from '../../config';
import { explainError } from '../../errors';
import { write } from '../../io';
import { format, plain, styleFor } from '../../output';
import {
  examples,
  labsOf,
  printsResult,
  type CommandContext,
  type OutputOptions,
} from '../CommandContext';

interface StatusOptions extends OutputOptions {
  instance?: string;
}

export function addStatus(auth: Command, context: CommandContext): void {
  const command = auth
    .command('status')
    .description('Show where you are signed in, as whom, and until when')
    .option('--instance <name>', 'the portal (default: the current one)')
    .action((options: StatusOptions) => status(context, options));
  examples(
    printsResult(command),
    'pyk8s auth status',
    'pyk8s auth status --instance work -o json',
  );
}

async function status(
  context: CommandContext,
  options: StatusOptions,
): Promise<void> {
  const { io } = context;
  const session = await openSession(io, options.instance);
  context.portal = session.url;
  const found = await look(session);
  io.signal.throwIfAborted();
  const { instances } = await InstanceStore.create(io.env).settings();
  const others = Object.keys(instances).filter(
    name => name !== session.instance,
  );
  const style = styleFor(io.stdout, io.env);
  await write(
    io.stdout,
    format(
      {
        instance: session.instance,
        url: session.url,
        signedIn: found.problem === undefined,
        user: found.user,
        expiresAt: found.expiresAt,
        renews: session.renews,
        problem: found.problem,
        otherInstances: others,
      },
      options.output,
      {
        name: () => `${session.instance ?? session.url}\n`,
        table: () =>
          [
            `API:       ${session.url}`,
            `Instance:  ${session.instance ?? 'none (PYK8S_LAB_URL)'}`,
            found.problem
              ? `Sign-in:   ${style('red', '✗')} ${plain(found.problem)}`
              : `Sign-in:   ${style('green', '✓')} ${plain(
                  found.user ?? 'a static token',
                )}`,
            found.expiresAt &&
              `Until:     ${found.expiresAt}${
                session.renews ? ', and renewed by itself' : ''
              }`,
            others.length > 0 &&
              `Others:    ${others.join(', ')} (pyk8s auth use NAME)`,
          ]
            .filter(Boolean)
            .join('\n')
            .concat('\n'),
      },
    ),
  );
  context.exitCode = found.exitCode;
}

async function look(session: Session): Promise<{
  user?: string;
  expiresAt?: string;
  problem?: string;
  exitCode: number;
}> {
  try {
    // Called first, because it may renew the token whose expiry is shown.
    await labsOf(session).getOptions();
    const { accessToken, expiresAt } = await session.credentials();
    const claims = readToken(accessToken);
    const end = expiresAt ?? claims.expiresAt;
    return {
      user: claims.subject,
      expiresAt:
        end === undefined ? undefined : new Date(end * 1000).toISOString(),
      exitCode: 0,
    };
  } catch (error) {
    const { message, exitCode } = explainError(error, session.url);
    return { problem: message, exitCode };
  }
}
