import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, toError } from '@backstage/errors';
import type { LabStore } from '../database';

const LOOK_MS = 2_000;

interface Services {
  readonly store: LabStore;
  readonly logger: LoggerService;
}

/** Watches whether the lab of a long operation still runs. */
export class RunningWatch {
  readonly #id: string;
  readonly #services: Services;
  readonly #stopped = new AbortController();
  readonly #timer: NodeJS.Timeout;

  static start(id: string, services: Services): RunningWatch {
    return new RunningWatch(id, services);
  }

  private constructor(id: string, services: Services) {
    this.#id = id;
    this.#services = services;
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
  }

  /** Aborts when the lab no longer runs. */
  get signal(): AbortSignal {
    return this.#stopped.signal;
  }

  /**
   * Says why something has failed in the lab: where it runs no more, that is why,
   * whatever its nodes said of it.
   */
  async explain(error: unknown): Promise<unknown> {
    return (await this.#ended()) ?? error;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    try {
      const ended = await this.#ended();
      if (ended) {
        this.#stopped.abort(ended);
      }
    } catch (error) {
      this.#services.logger
        .child({ labId: this.#id })
        .warn('Nobody knows whether a lab still runs', toError(error));
    }
  }

  async #ended(): Promise<ConflictError | undefined> {
    const lab = await this.#services.store.get(this.#id);
    if (lab?.status === 'RUNNING') {
      return undefined;
    }
    return new ConflictError(
      lab?.desired === 'paused'
        ? `The lab was paused meanwhile (it is ${lab.status}): do it again when it is RUNNING.`
        : `The lab is no longer running (it is ${
            lab?.status ?? 'gone'
          }), so this was stopped.`,
    );
  }
}
