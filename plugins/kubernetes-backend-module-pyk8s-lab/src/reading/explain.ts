import { isError } from '@backstage/errors';
import { ClusterAnswerError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** Why a lab was not read, in words of the portal: nothing of what the lab has sent. */
export function explain(error: unknown): string {
  if (error instanceof ClusterAnswerError) {
    return error.message;
  }
  const code =
    isError(error) && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `the API server of the lab cannot be reached${code}`;
}
