import type { Readable, Writable } from 'node:stream';

/**
 * Sends a program what it is to read, no faster than it reads. Where the source
 * fails, or the program reads no more, what is sent ends there.
 *
 * @param socket - ends with the input; closes when the program has ended
 * @throws whatever the source fails with, unless the program had ended by then
 */
export async function sendInput(
  input: string | Readable,
  socket: Writable,
): Promise<void> {
  if (typeof input === 'string') {
    socket.end(input);
    return;
  }
  const stop = () => input.destroy();
  socket.once('close', stop);
  try {
    for await (const chunk of input) {
      if (socket.destroyed) {
        return;
      }
      if (!socket.write(chunk)) {
        await drained(socket);
      }
    }
  } catch (error) {
    if (!socket.destroyed) {
      throw error;
    }
  } finally {
    socket.off('close', stop);
    input.destroy();
    socket.end();
  }
}

/** Waits until there is room again, or never will be. */
export async function drained(socket: Writable): Promise<void> {
  await new Promise<void>(resolve => {
    const settle = () => {
      socket.off('drain', settle);
      socket.off('close', settle);
      resolve();
    };
    socket.on('drain', settle);
    socket.on('close', settle);
    if (socket.destroyed) {
      settle();
    }
  });
}
