import type { RequestHandler } from 'express';
import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { Server as TlsServer } from 'node:tls';
import { hideCommand } from './hideCommands';
import { serverOf } from './serverOf';
import { UpgradedConnection } from './UpgradedConnection';

/** Requests have fewer. Of many Node.js leaves some out without a word. */
const MAX_HEADERS = 500;
/** Headers of an offer to upgrade, which is not taken. */
const OF_OFFER = ['connection', 'http2-settings', 'upgrade'];

/**
 * Brings requests that are to become a connection both ways (exec, port-forward) to
 * the routers, where they are authenticated, decided and refused as others are.
 *
 * Node.js takes such a request for an ordinary one while nobody listens to a server's
 * `upgrade` events, and keeps reading HTTP from the connection; when somebody does,
 * no router sees any of them. Plugins do not get the server that they are served by,
 * except with a request: so the first one that comes by makes this listen.
 */
export class UpgradeRequests {
  readonly #isOwn: (req: IncomingMessage) => boolean;
  readonly #servers = new WeakSet<Server>();
  readonly #connections = new WeakMap<IncomingMessage, UpgradedConnection>();

  /** @param isOwn - tells whether a request is this plugin's to upgrade */
  static create(isOwn: (req: IncomingMessage) => boolean): UpgradeRequests {
    return new UpgradeRequests(isOwn);
  }

  private constructor(isOwn: (req: IncomingMessage) => boolean) {
    this.#isOwn = isOwn;
  }

  /** Has to come before all that answers. */
  listen(): RequestHandler {
    return (req, _res, next) => {
      const server = serverOf(req);
      if (server) {
        this.#attach(server);
      }
      next();
    };
  }

  /**
   * Takes the connection of a request that came as an upgrade.
   * @returns undefined for others
   */
  take(req: IncomingMessage): UpgradedConnection | undefined {
    const connection = this.#connections.get(req);
    this.#connections.delete(req);
    return connection;
  }

  #attach(server: Server): void {
    if (this.#servers.has(server)) {
      return;
    }
    this.#servers.add(server);
    const othersListen = () => server.listenerCount('upgrade') > 1;
    // Where Node.js asks (24.9 and later), all else goes on as if nobody listened.
    if ('shouldUpgradeCallback' in server) {
      server.shouldUpgradeCallback = (req: IncomingMessage) =>
        this.#isOwn(req) || othersListen();
    }
    server.on(
      'upgrade',
      (req: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (this.#isOwn(req)) {
          this.#connections.set(
            req,
            UpgradedConnection.create(req.socket, head),
          );
          serve(server, req, socket);
        } else if (!othersListen()) {
          serveAsPlain(server, req, socket, head);
        }
      },
    );
  }
}

/** Lets the routers answer a request, after which its connection ends. */
function serve(server: Server, req: IncomingMessage, socket: Duplex): void {
  // What goes wrong with it is told by what reads and writes it.
  socket.on('error', () => undefined);
  const res = new ServerResponse(req);
  if (!assign(res, req, socket)) {
    return;
  }
  res.shouldKeepAlive = false;
  res.on('finish', () => req.socket.destroySoon());
  // Node.js tells of no upgrade before.
  hideCommand(req);
  server.emit('request', req, res);
}

/**
 * Has Node.js read a request again, without its offer to upgrade: with its body, and
 * with what comes after it on the same connection.
 */
function serveAsPlain(
  server: Server,
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const probe = new ServerResponse(req);
  if (!assign(probe, req, socket)) {
    return;
  }
  probe.detachSocket(req.socket);
  const { method, url, httpVersion, rawHeaders } = req;
  if (rawHeaders.length / 2 > MAX_HEADERS) {
    socket.destroy();
    return;
  }
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let n = 0; n < rawHeaders.length; n += 2) {
    if (!OF_OFFER.includes(rawHeaders[n].toLowerCase())) {
      lines.push(`${rawHeaders[n]}: ${rawHeaders[n + 1]}`);
    }
  }
  const others = (req.headers.connection ?? '')
    .split(',')
    .map(token => token.trim())
    .filter(token => token && !OF_OFFER.includes(token.toLowerCase()));
  if (others.length > 0) {
    lines.push(`Connection: ${others.join(', ')}`);
  }
  socket.unshift(
    Buffer.concat([
      Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'),
      head,
    ]),
  );
  server.emit(
    server instanceof TlsServer ? 'secureConnection' : 'connection',
    socket,
  );
}

/**
 * A connection whose last request has no answer yet is not there for another one,
 * and its client is none that waits for its upgrades: it ends.
 */
function assign(
  res: ServerResponse,
  req: IncomingMessage,
  socket: Duplex,
): boolean {
  try {
    res.assignSocket(req.socket);
    return true;
  } catch {
    socket.destroy();
    return false;
  }
}
