import {
  LabClient,
  type Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Option, type Command } from 'commander';
import { openSession, retryLater, type Session } from '../auth';
import type { Io } from '../io';
import { FORMATS, readFormat, type Format } from '../output';

/** What commands share, for one run. */
export interface CommandContext {
  readonly io: Io;
  /** What the process ends with. */
  exitCode: number;
  /** The portal that was asked, for errors. */
  portal?: string;
  /** The way into it, where a command has asked for labs. */
  session?: Session;
  /** All labs of the caller, where a command has listed them. */
  listed?: readonly Lab[];
}

/** The options of every command that asks a portal. */
export interface PortalOptions {
  instance?: string;
}

/** The options of every command that prints a result. */
export interface OutputOptions {
  output: Format;
}

/** Adds the options of a command that asks a portal. */
export function asksPortal(command: Command): Command {
  return command.option(
    '--instance <name>',
    'the portal, by the name that you signed in with',
  );
}

/** Adds the option of a command that prints a result. */
export function printsResult(command: Command): Command {
  return command.addOption(
    new Option('-o, --output <format>', `how: ${FORMATS.join(', ')}`)
      .argParser(readFormat)
      .default('table'),
  );
}

/** The portal that a command is for, and its API of labs. */
export async function openPortal(
  context: CommandContext,
  { instance }: PortalOptions,
): Promise<{ session: Session; labs: LabClient }> {
  const session = await openSession(context.io, instance);
  context.portal = session.url;
  context.session = session;
  const fetch = retryLater(session.fetch, context.io);
  return { session, labs: labsOf(session, fetch) };
}

/**
 * The API of labs, as somebody may use it.
 * @param fetch - session.fetchToEnd, where Ctrl-C is not to end what is asked
 */
export function labsOf(session: Session, fetch = session.fetch): LabClient {
  return new LabClient({
    discoveryApi: { getBaseUrl: async id => `${session.url}/api/${id}` },
    fetchApi: { fetch },
  });
}

/** Adds examples to a command's help. */
export function examples(command: Command, ...lines: string[]): Command {
  return command.addHelpText(
    'after',
    `\nExamples\n${lines.map(line => `  ${line}`).join('\n')}`,
  );
}
