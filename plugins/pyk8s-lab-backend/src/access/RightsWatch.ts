import { isError, ServiceUnavailableError } from '@backstage/errors';
import { type LabCaller, callerEnd } from '../callers/LabCaller';
import type { LabRecord } from '../database';
import { setTimeout as delay } from 'node:timers/promises';

/** As old as a decision may be for what is still going on, in milliseconds. */
const ASK_AGAIN_MS = 10_000;
/** How long an operation may continue while its rights cannot be checked. */
const UNKNOWN_MS = 30_000;

/** Decides whether a caller may do something. @throws when not */
export type Decide = (caller: LabCaller) => Promise<{
  readonly entitled: LabCaller;
  /** The lab that it was decided of. */
  readonly lab?: LabRecord;
}>;

/** How rights are asked again. */
export interface WatchOptions {
  /** Who a caller is now, and as whom they own things. */
  readonly renewCaller?: (caller: LabCaller) => Promise<LabCaller>;
  readonly askAgainMs?: number;
  readonly unknownMs?: number;
}

/**
 * Watches the right to what goes on for long. When it is lost, that is ended with the
 * next question; where there is no answer, a while later. After the caller's
 * credentials have expired rights cannot be checked: it continues to its own limit.
 */
export class RightsWatch {
  readonly #options: WatchOptions & { caller: LabCaller; decide: Decide };
  readonly #lost = new AbortController();
  readonly #stopped = new AbortController();

  static start(
    options: WatchOptions & { caller: LabCaller; decide: Decide },
  ): RightsWatch {
    const watch = new RightsWatch(options);
    void watch.#run();
    return watch;
  }

  private constructor(
    options: WatchOptions & { caller: LabCaller; decide: Decide },
  ) {
    this.#options = options;
  }

  /** Aborts with the error that the right has ended with. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #run(): Promise<void> {
    const { askAgainMs = ASK_AGAIN_MS, unknownMs = UNKNOWN_MS } = this.#options;
    let knownAt = performance.now();
    while (await this.#wait(askAgainMs)) {
      if (this.#isOver()) {
        return;
      }
      try {
        await this.#ask(askAgainMs);
        knownAt = performance.now();
      } catch (error) {
        if (isRefusal(error) || performance.now() - knownAt >= unknownMs) {
          this.#lost.abort(error);
          return;
        }
      }
    }
  }

  /** An answer that does not come counts as one that cannot be had. */
  async #ask(timeoutMs: number): Promise<void> {
    const { caller, decide, renewCaller } = this.#options;
    const asked = (async () => {
      await decide(renewCaller ? await renewCaller(caller) : caller);
    })();
    const answered = new AbortController();
    const late = delay(timeoutMs, undefined, { signal: answered.signal }).then(
      () => {
        throw new ServiceUnavailableError(
          'Whether you may still do this cannot be found out: try again in a moment.',
        );
      },
    );
    try {
      await Promise.race([asked, late]);
    } finally {
      answered.abort();
      // The loser of the race is discarded.
      asked.catch(() => undefined);
      late.catch(() => undefined);
    }
  }

  #isOver(): boolean {
    const expiresAt = callerEnd(this.#options.caller);
    return expiresAt !== undefined && expiresAt.getTime() <= Date.now();
  }

  /** @returns false when it was stopped */
  async #wait(ms: number): Promise<boolean> {
    try {
      await delay(ms, undefined, { signal: this.#stopped.signal });
      return true;
    } catch {
      return false;
    }
  }
}

function isRefusal(error: unknown): boolean {
  return (
    isError(error) && ['NotAllowedError', 'NotFoundError'].includes(error.name)
  );
}
