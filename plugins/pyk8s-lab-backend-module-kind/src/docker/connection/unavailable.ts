import { isError } from '@backstage/errors';
import { ProviderUnavailableError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** Codes of connection errors, as opposed to error responses of the daemon. */
const CONNECTION_CODES = new Set([
  'EACCES',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'ENOTSOCK',
  'EPERM',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
]);

/** The HTTP status of an error response of Docker. */
export function statusOf(error: unknown): number | undefined {
  return isError(error) && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}

/** True for the errors of DockerHost that mean Docker is unreachable. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof ProviderUnavailableError;
}

/**
 * Explains why Docker is unreachable, with a remedy.
 *
 * @returns undefined when the error is a response of Docker
 */
export function asUnavailable(
  error: unknown,
  endpoint: string,
): ProviderUnavailableError | undefined {
  const code =
    isError(error) && typeof error.code === 'string' ? error.code : undefined;
  if (statusOf(error) !== undefined || !code || !CONNECTION_CODES.has(code)) {
    return undefined;
  }
  return new ProviderUnavailableError(explain(code, endpoint));
}

/** For a daemon that accepts connections and does not respond. */
export function silent(endpoint: string): ProviderUnavailableError {
  return new ProviderUnavailableError(
    `Docker at ${endpoint} does not answer in time: look at its daemon, and at the load of its machine.`,
  );
}

/** For a connection that ends before the program whose output it carries. */
export function outputInterrupted(endpoint: string): ProviderUnavailableError {
  return new ProviderUnavailableError(
    `Docker at ${endpoint} broke off the output of a program that it runs: look at its daemon, and at what is between it and the portal.`,
  );
}

/** For a connection that ends before the image that it carries. */
export function exportInterrupted(endpoint: string): ProviderUnavailableError {
  return new ProviderUnavailableError(
    `Docker at ${endpoint} broke off an image before its end: look at its daemon, and at the disk of its machine.`,
  );
}

function explain(code: string, endpoint: string): string {
  switch (code) {
    case 'ENOENT':
      return `Docker was not found: there is no ${endpoint}. Install and start Docker (on Debian or Ubuntu, "npm run lab-host" does it), or tell the portal where it is by DOCKER_HOST or a Docker context.`;
    case 'ECONNREFUSED':
      return `Docker is not running: nothing answers at ${endpoint}. Start it, for example with "sudo systemctl start docker".`;
    case 'EACCES':
    case 'EPERM':
      return `The portal's user may not use Docker at ${endpoint}: add the user to the group "docker" ("sudo usermod -aG docker <user>"), and log in again.`;
    default:
      return `Docker at ${endpoint} cannot be reached (${code}).`;
  }
}
