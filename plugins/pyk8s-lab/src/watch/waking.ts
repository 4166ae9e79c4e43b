const CHECK_MS = 30_000;

// Browsers run the timers of a hidden page as seldom as once a minute; a longer
// gap means that the machine slept, or that the page was frozen.
const ASLEEP_MS = 180_000;

/**
 * Calls back when the network returns and when the machine has slept: in both
 * cases an open connection may be dead without anybody saying so.
 *
 * @returns a function that ends it
 */
export function onWake(callback: () => void): () => void {
  let checkedAt = Date.now();
  const check = () => {
    const sleptMs = Date.now() - checkedAt;
    checkedAt = Date.now();
    if (sleptMs > ASLEEP_MS) {
      callback();
    }
  };
  const timer = setInterval(check, CHECK_MS);
  window.addEventListener('online', callback);
  document.addEventListener('visibilitychange', check);
  return () => {
    clearInterval(timer);
    window.removeEventListener('online', callback);
    document.removeEventListener('visibilitychange', check);
  };
}

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
