import { isError } from '@backstage/errors';

/** Errors of Node's sockets and of TLS that say that nobody answered. */
const CODE =
  /^(E(CONN[A-Z]+|HOST[A-Z]+|NET[A-Z]+|NOTFOUND|TIMEDOUT|PIPE|AI_AGAIN)|EAI_AGAIN|UND_ERR_[A-Z_]+|CERT_[A-Z_]+|ERR_TLS_[A-Z_]+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/;

/**
 * The code of an error that means that a connection could not be made or broke,
 * wherever in the chain of causes it is.
 */
export function connectionCode(error: unknown): string | undefined {
  let cause = error;
  // A chain that leads back to itself ends here, too.
  for (let depth = 0; depth < 5 && isError(cause); depth++) {
    const { code, errors } = cause as { code?: unknown; errors?: unknown[] };
    if (typeof code === 'string' && CODE.test(code)) {
      return code;
    }
    cause = cause.cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  // What fetch says where it gives no reason.
  return isError(error) && error.message === 'fetch failed'
    ? 'no answer'
    : undefined;
}
