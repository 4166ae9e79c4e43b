import type { LoggerService } from '@backstage/backend-plugin-api';
import type { LabStore } from '../database';
import { keepInUse } from './beginUse';
import { RunningWatch } from './RunningWatch';

/** An operation that runs in a lab. */
export interface LabUse {
  /** Aborts when the lab no longer runs. */
  readonly signal: AbortSignal;
  /** As {@link RunningWatch.explain}. */
  explain(error: unknown): Promise<unknown>;
  end(): void;
}

interface Services {
  readonly store: LabStore;
  readonly logger: LoggerService;
  readonly now: () => Date;
}

/**
 * Looks after the labs in which something goes on: each is in use, and looked at for
 * whether it runs, once for all that goes on in it.
 */
export class LabUses {
  readonly #services: Services;
  readonly #labs = new Map<
    string,
    {
      readonly running: RunningWatch;
      readonly endUse: () => void;
      uses: number;
    }
  >();

  constructor(services: Services) {
    this.#services = services;
  }

  begin(id: string): LabUse {
    let lab = this.#labs.get(id);
    // What has stopped once stays so for those who were there.
    if (!lab || lab.running.signal.aborted) {
      lab = {
        running: RunningWatch.start(id, this.#services),
        endUse: keepInUse(id, this.#services),
        uses: 0,
      };
      this.#labs.set(id, lab);
    }
    const mine = lab;
    mine.uses += 1;
    return {
      signal: mine.running.signal,
      explain: error => mine.running.explain(error),
      end: () => {
        mine.uses -= 1;
        if (mine.uses === 0) {
          mine.running.stop();
          mine.endUse();
          if (this.#labs.get(id) === mine) {
            this.#labs.delete(id);
          }
        }
      },
    };
  }
}
