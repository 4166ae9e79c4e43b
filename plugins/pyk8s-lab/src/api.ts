import { isError } from '@backstage/errors';
import { createApiRef } from '@backstage/frontend-plugin-api';
import type { LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/**
 * The API of the labs backend, with the credentials of the signed-in user.
 * @public
 */
export const labApiRef = createApiRef<LabApi>({ id: 'plugin.pyk8s-lab.labs' });

/** The HTTP status that the server refused with; undefined for any other error. */
export function statusOf(error: unknown): number | undefined {
  return isError(error) && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}

/**
 * True when the server says that something may not be seen: what does not exist
 * for a user and what is not allowed look alike.
 */
export function isRefusal(error: unknown): boolean {
  return [403, 404].includes(statusOf(error) ?? 0);
}

/** The server's message where it refused, or the error's own. */
export function messageOf(error: unknown): string {
  if (!isError(error)) {
    return String(error);
  }
  // The message of a ResponseError only says which status it was.
  return statusOf(error) !== undefined && isError(error.cause)
    ? error.cause.message
    : error.message;
}
