import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, toError } from '@backstage/errors';

/** Messages of a database may quote everything that it should write. */
const MAX_LENGTH = 400;

/** Logs an outage when it starts and when it is over. */
export class Outage {
  readonly #logger: LoggerService;
  readonly #problem: string;
  readonly #recovery: string;
  #failures = 0;

  /**
   * @param options - problem: what fails, and its effect; recovery: what works again.
   *   Sentences without a full stop.
   */
  static create(options: {
    logger: LoggerService;
    problem: string;
    recovery: string;
  }): Outage {
    return new Outage(options);
  }

  private constructor(options: {
    logger: LoggerService;
    problem: string;
    recovery: string;
  }) {
    this.#logger = options.logger;
    this.#problem = options.problem;
    this.#recovery = options.recovery;
  }

  /** Records a failure. */
  failed(error: unknown): void {
    this.#failures += 1;
    const text = `${this.#problem}; trying again: ${describe(error)}`;
    if (this.#failures === 1) {
      this.#logger.warn(text);
    } else {
      this.#logger.debug(text);
    }
  }

  /** Records a success. */
  ended(): void {
    if (this.#failures > 0) {
      this.#logger.info(`${this.#recovery}, after ${this.#failures} failures`);
      this.#failures = 0;
    }
  }
}

/** The error and its reason: fetch and the API have the reason in the cause. */
function describe(error: unknown): string {
  const { message, cause } = toError(error);
  const text = isError(cause) ? `${message}: ${cause.message}` : message;
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
