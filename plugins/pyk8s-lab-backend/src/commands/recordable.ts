import { redactCommand } from './redactCommand';
import { splitCommand } from './splitCommand';

/** The most of a command that is recorded, in characters. */
const MAX_LENGTH = 1_000;

/**
 * A line that somebody sent, as it may be recorded before it is known to be a
 * command: without secrets, and in words where nobody can tell what it is.
 */
export function recordable(line: string): string {
  try {
    return shortenedCommand(redactCommand(splitCommand(line)));
  } catch {
    return '(not a command)';
  }
}

/** Commands may be long; what is recorded of them is not. */
export function shortenedCommand(command: string): string {
  return command.length > MAX_LENGTH
    ? `${command.slice(0, MAX_LENGTH - 1)}…`
    : command;
}
