import { isError, ResponseError, toError } from '@backstage/errors';

/** Error codes of sockets and TLS that mean that the server did not answer. */
const CODE =
  /^(E(CONN[A-Z]+|HOST[A-Z]+|NET[A-Z]+|NOTFOUND|TIMEDOUT|PIPE|AI_AGAIN)|EAI_AGAIN|UND_ERR_[A-Z_]+|CERT_[A-Z_]+|ERR_TLS_[A-Z_]+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/;

/**
 * The code of a connection error, from anywhere in the chain of causes.
 */
function connectionCode(error: unknown): string | undefined {
  let cause = error;
  // Stops at circular causes.
  for (let depth = 0; depth < 5 && isError(cause); depth++) {
    const { code, errors } = cause as { code?: unknown; errors?: unknown[] };
    if (typeof code === 'string' && CODE.test(code)) {
      return code;
    }
    cause = cause.cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  // The message of fetch without a reason.
  return isError(error) && error.message === 'fetch failed'
    ? 'no answer'
    : undefined;
}

/** Responses of gateways, and of a server that is overloaded or restarts. */
const PASSING = [502, 503, 504];

/** Whether a retry can succeed. */
export function isPassing(error: unknown): boolean {
  return error instanceof ResponseError
    ? PASSING.includes(error.statusCode)
    : connectionCode(error) !== undefined;
}

/** The server's name for the error, such as `NotFoundError`. */
export function serverErrorName(error: unknown): string | undefined {
  return error instanceof ResponseError ? error.cause.name : undefined;
}

/**
 * One sentence on why a call of the labs' API failed, and what to do, as an error with
 * the name of the server's error.
 *
 * @param what - what failed, such as `The lab was not created`
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
