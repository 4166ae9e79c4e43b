import { setTimeout as delay } from 'node:timers/promises';

/** Looks again and again until something is so; the test's time is the limit. */
export async function eventually(
  isSo: () => boolean | Promise<boolean>,
): Promise<void> {
  while (!(await isSo())) {
    await delay(5);
  }
}
