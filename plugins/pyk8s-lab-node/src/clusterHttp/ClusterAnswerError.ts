/**
 * An API server that answers in a way that the portal does not read. The message is
 * for people, and holds nothing of the answer.
 *
 * @public
 */
export class ClusterAnswerError extends Error {
  override name = 'ClusterAnswerError';
}
