import { unlessAborted } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/**
 * Does something, and waits for it until a signal aborts.
 * @throws whatever the signal aborts with, as soon as it does, or as it has when the
 *   thing is done
 */
export async function orAborted(
  act: () => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  await unlessAborted((async () => act())(), signal);
  signal.throwIfAborted();
}
