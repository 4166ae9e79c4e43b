import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, toError } from '@backstage/errors';

/** Messages of a database may quote everything that it should write. */
const MAX_LENGTH = 400;

/** Logs an outage when it starts and when it is over. */
export class Outage {
  readonly #logger: LoggerService;
  readonly #trouble: string;
  readonly #relief: string;
  #failures = 0;

  /**
   * @param options - trouble: what fails, and its effect; relief: what works again.
   *   Sentences without a full stop.
   */
  static create(options: {
    logger: LoggerService;
    trouble: string;
    relief: string;
  }): Outage {
    return new Outage(options);
  }

  private constructor(options: {
    logger: LoggerService;
    trouble: string;
    relief: string;
  }) {
    this.#logger = options.logger;
    this.#trouble = options.trouble;
    this.#relief = options.relief;
  }

  /** Records a failure. */
  failed(error: unknown): void {
    this.#failures += 1;
    const text = `${this.#trouble}; trying again: ${describe(error)}`;
    if (this.#failures === 1) {
      this.#logger.warn(text);
    } else {
      this.#logger.debug(text);
    }
  }

  /** Records a success. */
  ended(): void {
    if (this.#failures > 0) {
      this.#logger.info(`${this.#relief}, after ${this.#failures} failures`);
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
