import type { ClientRequest } from 'node:http';
import { ClusterAnswerError } from './ClusterAnswerError';

/** Kubernetes sends none; what runs behind a service may send a hint or two. */
const MAX_INTERIM_ANSWERS = 8;

/**
 * Ends a request when the server sends interim answers (1xx) without an end. Each has
 * headers of its own, and no limit of Node.js counts them together.
 *
 * @public
 */
export function limitInterimAnswers(request: ClientRequest): void {
  let count = 0;
  request.on('information', () => {
    count += 1;
    if (count > MAX_INTERIM_ANSWERS) {
      request.destroy(
        new ClusterAnswerError(
          'the API server of the lab sends interim answers instead of an answer',
        ),
      );
    }
  });
}
