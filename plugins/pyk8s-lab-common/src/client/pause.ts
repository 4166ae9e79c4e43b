/** How long it is until a stream is opened again that has ended. */
export const FIRST_PAUSE_MS = 500;
export const LONGEST_PAUSE_MS = 5_000;

/** Waits for a time, or until the signal aborts. */
export async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) {
    return;
  }
  let end = () => {};
  const timer = setTimeout(() => end(), ms);
  await new Promise<void>(resolve => {
    end = resolve;
    signal.addEventListener('abort', end);
  });
  clearTimeout(timer);
  signal.removeEventListener('abort', end);
}
