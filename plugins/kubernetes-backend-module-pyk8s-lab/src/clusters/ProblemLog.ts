import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, toError } from '@backstage/errors';

/** The limit; then all are forgotten, and may be logged again. */
const MAX_PROBLEMS = 1_000;

/** Logs a problem once, until it is resolved. */
export class ProblemLog {
  readonly #logger: LoggerService;
  readonly #known = new Set<string>();

  constructor(logger: LoggerService) {
    this.#logger = logger;
  }

  /** @param text - the problem and its effect, without a full stop */
  failed(what: string, text: string, error: unknown): void {
    const line = `${text}: ${describe(error)}`;
    if (this.#known.has(what)) {
      this.#logger.debug(line);
      return;
    }
    if (this.#known.size >= MAX_PROBLEMS) {
      this.#known.clear();
    }
    this.#known.add(what);
    this.#logger.warn(line);
  }

  /** Logs an expected state that may look like a problem. */
  explain(text: string, error: unknown): void {
    this.#logger.debug(`${text}: ${describe(error)}`);
  }

  worked(what: string): void {
    this.#known.delete(what);
  }
}

/** The error and its reason: fetch has the reason in the cause. */
function describe(error: unknown): string {
  const { message, cause } = toError(error);
  return isError(cause) ? `${message}: ${cause.message}` : message;
}
