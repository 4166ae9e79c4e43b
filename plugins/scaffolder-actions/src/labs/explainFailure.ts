import { ResponseError, toError } from '@backstage/errors';
import { connectionCode } from './connectionCode';

/** Answers of gateways, and of a server that is too busy or has just stopped. */
const PASSING = [502, 503, 504];

/** Whether the same call can succeed a moment later. */
export function isPassing(error: unknown): boolean {
  return error instanceof ResponseError
    ? PASSING.includes(error.statusCode)
    : connectionCode(error) !== undefined;
}

/** What the server itself calls the error, such as `NotFoundError`. */
export function serverErrorName(error: unknown): string | undefined {
  return error instanceof ResponseError ? error.cause.name : undefined;
}

/**
 * One sentence on why a call to the labs' API failed, and what to do, as an error
 * of the same name as the server's.
 *
 * @param what - what was not done, such as `The lab was not made`
 */
export function explainFailure(what: string, error: unknown): Error {
  if (error instanceof ResponseError) {
    const { name, message } = error.cause;
    const why =
      error.statusCode === 401
        ? 'the sign-in that this run began with has ended: start the template again'
        : message;
    return named(name, `${what}: ${why}`);
  }
  const code = connectionCode(error);
  if (code !== undefined) {
    return new Error(
      `${what}: the API of labs cannot be reached (${code}). See that the plugin @pyk8s-lab/backstage-plugin-pyk8s-lab-backend runs, and run the template again.`,
    );
  }
  const { name, message } = toError(error);
  return named(name, `${what}: ${message}`);
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
