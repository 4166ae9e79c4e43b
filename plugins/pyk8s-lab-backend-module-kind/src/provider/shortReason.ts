import { isError } from '@backstage/errors';

/** The Kubernetes client's own messages hold whole answers, with their headers. */
export function shortReason(error: unknown): string {
  if (!isError(error)) {
    return String(error);
  }
  if (error.code !== undefined) {
    return typeof error.code === 'number'
      ? `HTTP ${error.code}`
      : String(error.code);
  }
  return error.message.split('\n')[0];
}
