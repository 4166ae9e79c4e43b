import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { upgradeHeadersToCaller } from './kubeHeaders';
import type { UpgradedConnection } from './UpgradedConnection';

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
  for (const one of [socket, cluster.socket]) {
    // Those of two pipelines, beside its own.
    one.setMaxListeners(20);
  }
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
    await Promise.all([
      pipeline(socket, cluster.socket),
      pipeline(cluster.socket, socket),
    ]);
  } catch {
    // One end has broken off, as terminals do: that is how sessions end.
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}
