import { type ResponseError, isError } from '@backstage/errors';
import { CliError, EXIT } from './errors';

/** The message and exit code of an error. */
export interface Explanation {
  /** One line that says what to do next; empty when nothing is left to say. */
  readonly message: string;
  readonly exitCode: number;
}

const CODES: Readonly<Record<number, number>> = {
  400: EXIT.usage,
  401: EXIT.forbidden,
  403: EXIT.forbidden,
  404: EXIT.notFound,
  409: EXIT.conflict,
};

/** Errors of a stream have only the name of the server's error. */
const CODES_BY_NAME: Readonly<Record<string, number>> = {
  InputError: EXIT.usage,
  AuthenticationError: EXIT.forbidden,
  NotAllowedError: EXIT.forbidden,
  NotFoundError: EXIT.notFound,
  ConflictError: EXIT.conflict,
};

/** OpenSSL's codes for an untrusted certificate. */
const UNTRUSTED = [
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/** What to do about it. */
export const TRUST_REMEDY =
  'its certificate is of an authority that this machine does not know. Set NODE_EXTRA_CA_CERTS to the file (PEM) of that authority, or of the certificate itself if it is self-signed.';

/**
 * Describes an error in one line. The portal's own message is kept.
 *
 * @param portal - the address of the portal, if known
 */
export function explainError(error: unknown, portal?: string): Explanation {
  if (error instanceof CliError) {
    return { message: error.message, exitCode: error.exitCode };
  }
  if (isAnswer(error)) {
    return explainAnswer(error, portal);
  }
  const reason = networkReason(error);
  if (reason) {
    return {
      message: `${
        portal ? `The portal ${portal}` : 'The portal'
      } cannot be reached (${reason}): ${
        isUntrusted(error)
          ? TRUST_REMEDY
          : 'check its address with "pyk8s auth status", and your network.'
      }`,
      exitCode: EXIT.failed,
    };
  }
  const message = isError(error) ? error.message : String(error);
  const name = isError(error) ? error.name : '';
  return {
    message: oneLine(message),
    exitCode: CODES_BY_NAME[name] ?? EXIT.failed,
  };
}

/**
 * Whether the portal answered with an error. Checked by name, because several copies of
 * the class may be loaded.
 */
export function isAnswer(error: unknown): error is ResponseError {
  return isError(error) && error.name === 'ResponseError';
}

/** Whether the portal, not a proxy or another server, answered "not found". */
export function isNotFound(error: unknown): boolean {
  return (
    isAnswer(error) &&
    error.statusCode === 404 &&
    error.cause.name === 'NotFoundError'
  );
}

function explainAnswer(error: ResponseError, portal?: string): Explanation {
  const { statusCode, cause } = error;
  const exitCode = CODES[statusCode] ?? EXIT.failed;
  const at = portal ? ` ${portal}` : '';
  if (statusCode === 401) {
    return {
      message: `The portal${at} rejects your sign-in: run "pyk8s auth login" again or, where PYK8S_LAB_TOKEN is set, put a valid token in it.`,
      exitCode,
    };
  }
  // An answer without an error of Backstage comes from a proxy or another server.
  const text = oneLine(cause.message);
  return {
    message: /^(Request failed with status|Unknown error)/.test(text)
      ? `The portal${at} answered ${statusCode} ${error.statusText}`.trimEnd() +
        (statusCode === 404
          ? ': its labs are not there. Check the address with "pyk8s auth status".'
          : '. Try again in a moment; "pyk8s doctor" checks the setup.')
      : text,
    exitCode,
  };
}

/** Whether the connection failed because of an untrusted certificate. */
export function isUntrusted(error: unknown): boolean {
  return UNTRUSTED.includes(networkReason(error) ?? '');
}

/** Why there is no connection, if that is the problem. */
export function networkReason(error: unknown): string | undefined {
  if (!isError(error) || error.message !== 'fetch failed') {
    return undefined;
  }
  const { cause } = error;
  if (!isError(cause)) {
    return 'no connection';
  }
  const code = typeof cause.code === 'string' ? cause.code : '';
  // For a name with several addresses, each has an error of its own.
  return code || oneLine(cause.message) || 'no connection';
}

function oneLine(text: string): string {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .join(' ');
}

/** Whether a retry makes sense, for example because the portal restarts. */
export function isPassing(error: unknown): boolean {
  return isAnswer(error)
    ? error.statusCode >= 500
    : networkReason(error) !== undefined;
}
