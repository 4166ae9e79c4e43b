import { CustomErrorBase } from '@backstage/errors';

/**
 * Another worker has the lab or the job, or may get it soon. The one that gets this stops
 * working on it.
 */
export class LeaseLostError extends CustomErrorBase {
  name = 'LeaseLostError' as const;
  /** Read by Backstage's error middleware, for callers that wait for a job. */
  readonly statusCode = 503;
}

/**
 * The database failed. Drivers put the statement and its values into their
 * messages, ciphertexts included, so nothing of those is kept but the code.
 */
export class StoreError extends CustomErrorBase {
  name = 'StoreError' as const;
  /** Read by Backstage's error middleware. */
  readonly statusCode = 503;

  constructor(cause: unknown) {
    const code =
      typeof cause === 'object' && cause !== null && 'code' in cause
        ? cause.code
        : undefined;
    super(
      `The portal's database failed${
        typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code)
          ? ` (${code})`
          : ''
      }: try again in a moment.`,
    );
    this.stack = [`${this.name}: ${this.message}`, ...framesOf(cause)].join(
      '\n',
    );
  }
}

/** Where an error came from, for the log: its kind, and no word of its message. */
function framesOf(cause: unknown): string[] {
  if (!(cause instanceof Error)) {
    return [];
  }
  const frames = (cause.stack ?? '')
    .split('\n')
    .filter(line => /^\s+at .+:\d+:\d+\)?$/.test(line));
  return [`Caused by: ${cause.constructor.name}`, ...frames];
}
