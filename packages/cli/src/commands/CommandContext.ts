import {
  LabClient,
  type Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Option, type Command } from 'commander';
import { openSession, retryLater, type Session } from '../auth';
import type { Io } from '../io';
import { FORMATS, readFormat, type Format } from '../output';

/** State that is shared within one run. */
export interface CommandContext {
  readonly io: Io;
  /** The exit code of the process. */
  exitCode: number;
  /** The address of the portal, for error messages. */
  portal?: string;
  /** The session, once a command has opened it. */
  session?: Session;
  /** All labs of the caller, once a command has listed them. */
  listed?: readonly Lab[];
}

/** The options of every command that uses a portal. */
export interface PortalOptions {
  instance?: string;
}

/** The options of every command that prints a result. */
export interface OutputOptions {
  output: Format;
}

/** Adds the options of a command that uses a portal. */
export function asksPortal(command: Command): Command {
  return command.option(
    '--instance <name>',
    'the portal, by its name in "pyk8s auth login"',
  );
}

/** Adds the option of a command that prints a result. */
export function printsResult(command: Command): Command {
  return command.addOption(
    new Option('-o, --output <format>', `the format: ${FORMATS.join(', ')}`)
      .argParser(readFormat)
      .default('table'),
  );
}

/** The session of the command's portal, and its API client. */
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
 * The API client of a session.
 * @param fetch - session.fetchToEnd for requests that Ctrl-C must not abort
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
