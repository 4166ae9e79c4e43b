/** A failure that the user can fix: one sentence on the problem, one on the remedy. */
export class SetupError extends Error {
  name = 'SetupError';

  /**
   * @param {string} message the problem
   * @param {string} remedy how to fix it
   * @param {string} [details] the last lines of the failed command
   */
  constructor(message, remedy, details) {
    super(message);
    this.remedy = remedy;
    this.details = details;
  }
}
