import { setTimeout as delay } from 'node:timers/promises';

/** Polls until a condition holds; the test's timeout is the limit. */
export async function eventually(
  isSo: () => boolean | Promise<boolean>,
): Promise<void> {
  while (!(await isSo())) {
    await delay(10);
  }
}
