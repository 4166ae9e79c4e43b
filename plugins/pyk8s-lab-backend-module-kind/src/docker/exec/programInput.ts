import type { Readable, Writable } from 'node:stream';

/**
 * Sends a program its input, as fast as it reads. The input ends when the source
 * fails or the program stops reading.
 *
 * @param socket - ends with the input; closes when the program has ended
 * @throws the error of the source, unless the program has ended
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

/** Waits until the socket drains or closes. */
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
