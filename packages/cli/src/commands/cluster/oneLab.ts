import type { Lab, LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Command } from 'commander';
import type { Session } from '../../auth';
import { write } from '../../io';
import { findLab } from '../../labs';
import { format, labDetails, styleFor } from '../../output';
import {
  asksPortal,
  openPortal,
  type CommandContext,
  type OutputOptions,
  type PortalOptions,
} from '../CommandContext';

/** The options of every command for one lab. */
export interface OneLabOptions extends PortalOptions {
  owner?: string;
}

/** A command for one lab, which is its first argument. */
export function labCommand(
  cluster: Command,
  name: string,
  description: string,
): Command {
  return asksPortal(
    cluster
      .command(name)
      .description(description)
      .argument('<lab>', 'its name, "owner/name", or its id')
      .option('--owner <owner>', 'the owner, if several labs have this name'),
  );
}

/** The lab that a command is for. */
export async function openLab(
  context: CommandContext,
  typed: string,
  options: OneLabOptions,
): Promise<{ session: Session; labs: LabApi; lab: Lab }> {
  const { session, labs } = await openPortal(context, options);
  return { session, labs, lab: await findLab(labs, typed, options.owner) };
}

/** Prints a lab as a result. */
export async function printLab(
  { io }: CommandContext,
  lab: Lab,
  { output }: OutputOptions,
): Promise<void> {
  await write(
    io.stdout,
    format(lab, output, {
      table: () => labDetails(lab, styleFor(io.stdout, io.env)),
      name: () => `${lab.name}\n`,
    }),
  );
}
