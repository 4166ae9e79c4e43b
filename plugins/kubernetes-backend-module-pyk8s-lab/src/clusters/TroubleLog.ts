import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, toError } from '@backstage/errors';

/** So many are remembered; then all are forgotten, and may be logged again. */
const MAX_TROUBLES = 1_000;

/** Logs what does not work once, until it has worked again. */
export class TroubleLog {
  readonly #logger: LoggerService;
  readonly #known = new Set<string>();

  constructor(logger: LoggerService) {
    this.#logger = logger;
  }

  /** @param text - what does not work, and what that means, without a full stop */
  failed(what: string, text: string, error: unknown): void {
    const line = `${text}: ${describe(error)}`;
    if (this.#known.has(what)) {
      this.#logger.debug(line);
      return;
    }
    if (this.#known.size >= MAX_TROUBLES) {
      this.#known.clear();
    }
    this.#known.add(what);
    this.#logger.warn(line);
  }

  /** Something is as it is to be, though somebody might wonder why. */
  explain(text: string, error: unknown): void {
    this.#logger.debug(`${text}: ${describe(error)}`);
  }

  worked(what: string): void {
    this.#known.delete(what);
  }
}

/** What went wrong and why: what fetch says is in the cause. */
function describe(error: unknown): string {
  const { message, cause } = toError(error);
  return isError(cause) ? `${message}: ${cause.message}` : message;
}
