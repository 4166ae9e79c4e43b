import { setTimeout as delay } from 'node:timers/promises';

/** Polls until a condition holds, limited by the timeout of the test. */
export async function eventually(
  isSo: () => boolean | Promise<boolean>,
): Promise<void> {
  while (!(await isSo())) {
    await delay(5);
  }
}
