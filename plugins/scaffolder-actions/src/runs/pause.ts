import { setTimeout as delay } from 'node:timers/promises';

/** Waits; rejects as soon as the signal aborts. */
export type Pause = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Waits by the clock. */
export const pause: Pause = async (ms, signal) => {
  await delay(ms, undefined, { signal });
};
