import { setTimeout as delay } from 'node:timers/promises';

/** The delay before the first retry. */
export const RETRIES = { firstMs: 500, longestMs: 30_000 };

/** Waits for some milliseconds, or until the signal is aborted. Never rejects. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Waits with a timer. */
export const waitWithTimer: Wait = async (ms, signal) => {
  await delay(ms, undefined, { signal }).catch(() => undefined);
};
