/**
 * Does something, and waits for it until a signal aborts.
 * @throws whatever the signal aborts with, as soon as it does
 */
export async function orAborted(
  act: () => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([act(), aborted]);
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
