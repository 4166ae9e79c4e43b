import { isError } from '@backstage/errors';
import { clusterWords } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** The Kubernetes client's own messages hold whole answers, with their headers. */
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
