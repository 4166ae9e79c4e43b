import type { IncomingMessage } from 'node:http';
import { Server } from 'node:net';

/** The server that a request came by. Plugins get it in no other way. */
export function serverOf({ socket }: IncomingMessage): Server | undefined {
  return 'server' in socket && socket.server instanceof Server
    ? socket.server
    : undefined;
}
