import { setTimeout as delay } from 'node:timers/promises';

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * How long to wait after some failures in a row: doubled each time, and never the
 * same for two who failed together.
 *
 * @param failures - 1 after the first
 * @param random - from 0 to 1
 * @returns milliseconds
 */
export function backOffMs(failures: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return Math.round(full * (0.5 + random / 2));
}

/** Waits for some milliseconds, or until the signal ends it. Never throws. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Waits by the clock. */
export const waitByClock: Wait = async (ms, signal) => {
  await delay(ms, undefined, { signal }).catch(() => undefined);
};
