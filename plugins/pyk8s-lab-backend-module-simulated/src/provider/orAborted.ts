import { unlessAborted } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/**
 * Calls a function and waits for it until a signal aborts.
 * @throws the reason of the signal when it aborts before the function has ended
 */
export async function orAborted(
  act: () => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  await unlessAborted((async () => act())(), signal);
  signal.throwIfAborted();
}
