/**
 * Exit codes. They are documented in docs/cli.md: scripts rely on them.
 */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  forbidden: 4,
  conflict: 5,
  timedOut: 124,
  interrupted: 130,
} as const;

/** An error with a message for people and an exit code. */
export class CliError extends Error {
  override name = 'CliError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The command line is invalid. */
export class UsageError extends CliError {
  override name = 'UsageError';

  constructor(message: string) {
    super(message, EXIT.usage);
  }
}

/** The command needs a signed-in user. */
export class NotSignedInError extends CliError {
  override name = 'NotSignedInError';

  constructor(message: string) {
    super(message, EXIT.forbidden);
  }
}

/** The user pressed Ctrl-C. */
export class InterruptedError extends CliError {
  override name = 'InterruptedError';

  /** @param message - what continues, and how to stop it */
  constructor(message = '') {
    super(message, EXIT.interrupted);
  }
}
