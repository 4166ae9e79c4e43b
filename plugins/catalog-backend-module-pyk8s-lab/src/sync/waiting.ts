import { setTimeout as delay } from 'node:timers/promises';

/** What has failed is tried again at first after half a second. */
export const RETRIES = { firstMs: 500, longestMs: 30_000 };

/** Waits for some milliseconds, or until the signal ends it. Never throws. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Waits by the clock. */
export const waitByClock: Wait = async (ms, signal) => {
  await delay(ms, undefined, { signal }).catch(() => undefined);
};
