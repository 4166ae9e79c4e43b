import { onWake } from './wake';

/**
 * Waits, but no longer than until the signal aborts or there is a reason to try
 * again at once, such as the network's return.
 *
 * @param ms - how long to wait, in milliseconds
 */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) {
    return;
  }
  let finish = () => {};
  const finished = new Promise<void>(resolve => {
    finish = resolve;
  });
  const timer = setTimeout(finish, ms);
  const forgetWake = onWake(finish);
  signal.addEventListener('abort', finish);
  await finished;
  clearTimeout(timer);
  forgetWake();
  signal.removeEventListener('abort', finish);
}
