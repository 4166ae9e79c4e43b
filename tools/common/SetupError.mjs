/** A failure that the user can mend: one sentence on what is wrong, one on what to do. */
export class SetupError extends Error {
  name = 'SetupError';

  /**
   * @param {string} message what is wrong
   * @param {string} remedy what to do about it
   * @param {string} [details] the last words of the command that failed
   */
  constructor(message, remedy, details) {
    super(message);
    this.remedy = remedy;
    this.details = details;
  }
}
