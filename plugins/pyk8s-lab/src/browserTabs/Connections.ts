/** What {@link Connections} needs of the browser's Web Locks. */
export type QueriedLocks = Pick<LockManager, 'request' | 'query'>;

/**
 * Why a connection is held: for work that goes on until it is done, such as a
 * command, or for a log, which can go on later without a loss.
 */
export type ConnectionUse = 'work' | 'log';

/** A connection that may be opened. */
export interface Permit {
  /** Aborts when work needs the connection of a log. */
  readonly lost: AbortSignal;
  release(): void;
}

/**
 * Browsers open six HTTP/1.1 connections to a server. One is for the stream of
 * events; what is left beside these is for requests, which always get through.
 */
const SLOTS = [0, 1, 2, 3];
/** Most connections can be for work at any time. */
const SLOTS_FOR_LOGS = [3, 2];

const PREFIX = 'pyk8s-lab/connections';
const slot = (index: number) => `${PREFIX}/${index}`;
/** Held beside a slot that work may take. */
const lent = (index: number) => `${slot(index)}/log`;
const TAKING = `${PREFIX}/taking`;
/** What is done in a moment takes longer only in a tab that is frozen. */
const PATIENCE_MS = 2_000;

interface Held {
  index: number;
  permit: Permit;
}

const UNBOUNDED: Permit = {
  lost: new AbortController().signal,
  release: () => {},
};

/** Bounds how many long connections all tabs of a browser hold at once. */
export class Connections {
  readonly #locks: QueriedLocks | undefined;
  readonly #patienceMs: number;

  /**
   * @param locks - without them there is no bound
   * @param patienceMs - how long it waits for what takes others a moment
   */
  constructor(locks: QueriedLocks | undefined, patienceMs = PATIENCE_MS) {
    this.#locks = locks;
    this.#patienceMs = patienceMs;
  }

  /**
   * Waits until a connection may be opened.
   *
   * @param options - signal: ends the waiting; onWait: is called where others hold
   *   as many as there can be
   * @returns no promise where there is no bound, so that nothing waits for it
   * @throws when the signal aborts
   */
  acquire(
    use: ConnectionUse,
    options: { signal?: AbortSignal; onWait?: () => void } = {},
  ): Permit | Promise<Permit> {
    return this.#locks
      ? this.#acquire(use, options).catch(() => {
          options.signal?.throwIfAborted();
          // The browser has no locks for this page.
          return UNBOUNDED;
        })
      : UNBOUNDED;
  }

  async #acquire(
    use: ConnectionUse,
    { signal, onWait }: { signal?: AbortSignal; onWait?: () => void },
  ): Promise<Permit> {
    signal?.throwIfAborted();
    const slots = use === 'log' ? SLOTS_FOR_LOGS : SLOTS;
    let held = await this.#firstFree(slots);
    if (!held && use === 'work') {
      held = await this.#takeFromLog(signal, onWait);
    }
    if (!held) {
      onWait?.();
      held = await this.#wait(slots, signal);
    }
    let permit = use === 'log' ? await this.#lend(held) : held.permit;
    // What waits for work goes first, also where it came later or looked for a
    // log to take from before this one was marked as such. Work may also have
    // taken the connection before it was marked.
    while (
      use === 'log' &&
      ((await this.#isWorkWaiting()) || permit.lost.aborted)
    ) {
      permit.release();
      onWait?.();
      permit = await this.#lend(await this.#wait(slots, signal));
    }
    if (signal?.aborted) {
      permit.release();
      signal.throwIfAborted();
    }
    return permit;
  }

  async #firstFree(slots: readonly number[]): Promise<Held | undefined> {
    for (const index of slots) {
      const permit = await this.#hold(slot(index), { ifAvailable: true });
      if (permit) {
        return { index, permit };
      }
    }
    return undefined;
  }

  async #takeFromLog(
    signal: AbortSignal | undefined,
    onWait: (() => void) | undefined,
  ): Promise<Held | undefined> {
    // One at a time, so that nobody takes from work what was a log's before.
    const turn = await this.#holdSoon(TAKING, signal, onWait);
    if (!turn) {
      return undefined;
    }
    try {
      const { held = [] } = (await this.#locks?.query()) ?? {};
      const names = held.map(({ name }) => name);
      const index = SLOTS_FOR_LOGS.find(one => names.includes(lent(one)));
      if (index === undefined) {
        return undefined;
      }
      const permit = await this.#hold(slot(index), { steal: true });
      try {
        // Until the log has let go. A frozen tab never does: its mark would say
        // that the connection is still that of a log.
        const mark =
          (await this.#holdSoon(lent(index), signal)) ??
          (await this.#hold(lent(index), { steal: true }));
        mark?.release();
      } catch (error) {
        permit?.release();
        throw error;
      }
      return permit && { index, permit };
    } finally {
      turn.release();
    }
  }

  async #isWorkWaiting(): Promise<boolean> {
    const { pending = [] } = (await this.#locks?.query()) ?? {};
    return pending.some(({ name }) =>
      SLOTS.some(
        index => !SLOTS_FOR_LOGS.includes(index) && name === slot(index),
      ),
    );
  }

  async #wait(
    slots: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<Held> {
    const others = new AbortController();
    const stop = () => others.abort();
    signal?.addEventListener('abort', stop);
    let winner: Held | undefined;
    try {
      return await Promise.any(
        slots.map(async index => {
          const options = { signal: others.signal };
          const permit = await this.#hold(slot(index), options);
          if (!permit || winner) {
            permit?.release();
            throw new Error('Another connection was free before.');
          }
          winner = { index, permit };
          others.abort();
          return winner;
        }),
      );
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Says of a connection that work may take it. */
  async #lend({ index, permit }: Held): Promise<Permit> {
    // Only a log that had the connection before, and is frozen, can still have it.
    const mark = await this.#hold(lent(index), { steal: true });
    permit.lost.addEventListener('abort', () => mark?.release());
    if (permit.lost.aborted) {
      mark?.release();
    }
    return {
      lost: permit.lost,
      release: () => {
        mark?.release();
        permit.release();
      },
    };
  }

  /**
   * @param onWait - is called where others have the lock
   * @returns undefined where they keep it for too long
   * @throws when the signal aborts
   */
  async #holdSoon(
    name: string,
    signal: AbortSignal | undefined,
    onWait?: () => void,
  ): Promise<Permit | undefined> {
    const free = await this.#hold(name, { ifAvailable: true });
    if (free) {
      return free;
    }
    signal?.throwIfAborted();
    onWait?.();
    const waiting = new AbortController();
    const stop = () => waiting.abort();
    const timer = setTimeout(stop, this.#patienceMs);
    signal?.addEventListener('abort', stop);
    try {
      return await this.#hold(name, { signal: waiting.signal });
    } catch (error) {
      signal?.throwIfAborted();
      if (!waiting.signal.aborted) {
        throw error;
      }
      return undefined;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }

  /** @returns undefined where the lock is to be had only now, and is not */
  async #hold(name: string, options: LockOptions): Promise<Permit | undefined> {
    const lost = new AbortController();
    return new Promise((resolve, reject) => {
      const hold = (lock: Lock | null) => {
        if (!lock) {
          resolve(undefined);
          return undefined;
        }
        return new Promise<void>(release => {
          resolve({ lost: lost.signal, release });
        });
      };
      this.#locks?.request(name, options, hold).catch(error => {
        lost.abort();
        // Nothing comes of it where the lock was held, and is taken now.
        reject(error);
      });
    });
  }
}

/** Those of this browser. */
export const browserConnections = new Connections(
  typeof navigator === 'undefined' ? undefined : navigator.locks,
);
