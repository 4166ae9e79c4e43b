import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { makeAuthority, type Authority } from './authority';

/** An API server that a lab's owner has put in the place of the cluster's own. */
export class HostileServer {
  answer: (request: IncomingMessage, response: ServerResponse) => void = (
    _,
    response,
  ) => response.end('{}');
  readonly requests: IncomingMessage[] = [];
  /** By the names in their certificates. */
  readonly callers: string[] = [];
  readonly #authority: Authority;
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();

  static async start(): Promise<HostileServer> {
    const server = new HostileServer(makeAuthority());
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  private constructor(authority: Authority) {
    this.#authority = authority;
    const { ca, server } = authority;
    this.#server = createServer(
      { ...server, ca, requestCert: true, rejectUnauthorized: false },
      (request, response) => {
        this.requests.push(request);
        response.on('error', () => undefined);
        this.answer(request, response);
      },
    );
    this.#server.on('secureConnection', socket => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      this.callers.push(String(socket.getPeerCertificate()?.subject?.CN));
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** As the administrator. */
  get access() {
    const { port } = this.#server.address() as AddressInfo;
    const { ca, client } = this.#authority;
    return {
      server: `https://127.0.0.1:${port}`,
      authority: ca.toString(),
      user: {
        certificate: client.cert.toString(),
        key: client.key.toString(),
      },
    };
  }

  /** Sends until the reader closes. @returns the bytes sent */
  endlessly(response: ServerResponse, piece: Buffer): () => number {
    let sent = 0;
    const send = () => {
      while (!response.destroyed) {
        sent += piece.length;
        if (!response.write(piece)) {
          response.once('drain', send);
          return;
        }
      }
    };
    send();
    return () => sent;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await new Promise(resolve => this.#server.close(resolve));
  }
}
