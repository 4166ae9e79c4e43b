import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import { upgradeHeadersToCaller } from './kubeHeaders';
import type { UpgradedConnection } from './UpgradedConnection';

/** How long an end may take to leave, after all that was for it has been sent. */
const LEAVE_MS = 5_000;

/** Joins two connections until both have ended, or one has broken. */
export async function joinBoth(
  answer: IncomingMessage,
  cluster: { socket: Socket; head: Buffer },
  res: ServerResponse,
  upgraded: UpgradedConnection,
  { signal, idleMs }: { signal: AbortSignal; idleMs: number },
): Promise<void> {
  if (signal.aborted) {
    cluster.socket.destroy();
    signal.throwIfAborted();
  }
  const { socket, head } = upgraded.take();
  socket.setNoDelay(true);
  cluster.socket.setNoDelay(true);
  // All that passes in either direction passes here.
  socket.setTimeout(idleMs, () => socket.destroy());
  res.detachSocket(socket);
  const lines = Object.entries(upgradeHeadersToCaller(answer.headers)).flatMap(
    ([name, value]) => [value ?? []].flat().map(one => `${name}: ${one}\r\n`),
  );
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
  socket.write(cluster.head);
  cluster.socket.write(head);
  const end = () => {
    socket.destroy();
    cluster.socket.destroy();
  };
  signal.addEventListener('abort', end);
  try {
    // One end may break off, as terminals do: that is how sessions end.
    await Promise.allSettled([
      passOn(socket, cluster.socket),
      passOn(cluster.socket, socket),
    ]);
    await Promise.all([left(socket), left(cluster.socket)]);
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

/**
 * Passes on what comes from one end, and its end. What has come before it broke off
 * is passed on too, which a pipeline would throw away with the connection.
 *
 * @returns when all of it has been sent
 * @throws Error when the other end has closed
 */
async function passOn(from: Socket, to: Socket): Promise<void> {
  from.pipe(to);
  from.once('close', () => to.end());
  await finished(to, { readable: false });
}

/**
 * Waits until the other end of a connection has left. It is told that nothing comes
 * any more; a connection that is closed with something unread loses what is on its way.
 */
async function left(socket: Socket): Promise<void> {
  if (socket.closed) {
    return;
  }
  socket.resume();
  await new Promise<void>(resolve => {
    const timer = setTimeout(resolve, LEAVE_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
