import { isError } from '@backstage/errors';
import { clusterWords } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

const MOST = 20;

/** A list of names for users, truncated to a readable length. */
export function namesInWords(names: readonly string[]): string {
  const shown = names.slice(0, MOST);
  return names.length > shown.length
    ? `${shown.join(', ')} and more`
    : shown.join(', ');
}

/** The messages of the Kubernetes client contain whole responses with headers. */
export function shortReason(error: unknown): string {
  if (!isError(error)) {
    return clusterWords(String(error));
  }
  if (error.code !== undefined) {
    return typeof error.code === 'number'
      ? `HTTP ${error.code}`
      : clusterWords(String(error.code));
  }
  const end = error.message.indexOf('\n');
  return clusterWords(end < 0 ? error.message : error.message.slice(0, end));
}

/** Why a cluster did not answer a request with a time limit. */
export function whyNot(
  error: unknown,
  timeout: AbortSignal,
  limitMs: number,
): string {
  return timeout.aborted
    ? `no answer within ${limitMs / 1_000} s`
    : shortReason(error);
}
