import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, toError } from '@backstage/errors';

/** A database's own words may quote all that it was to write. */
const MAX_LENGTH = 400;

/** Tells operators of a trouble when it begins and when it is over, and not between. */
export class Outage {
  readonly #logger: LoggerService;
  readonly #trouble: string;
  readonly #relief: string;
  #failures = 0;

  /**
   * @param options - trouble: what does not work, and what that means; relief: what
   *   works again. Sentences without a full stop.
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

  /** It failed, again perhaps. */
  failed(error: unknown): void {
    this.#failures += 1;
    const text = `${this.#trouble}; trying again: ${describe(error)}`;
    if (this.#failures === 1) {
      this.#logger.warn(text);
    } else {
      this.#logger.debug(text);
    }
  }

  /** It works. */
  ended(): void {
    if (this.#failures > 0) {
      this.#logger.info(`${this.#relief}, after ${this.#failures} failures`);
      this.#failures = 0;
    }
  }
}

/** What went wrong and why: what fetch and the API say is in the cause. */
function describe(error: unknown): string {
  const { message, cause } = toError(error);
  const text = isError(cause) ? `${message}: ${cause.message}` : message;
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
