import { connect, type AddressInfo } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { makeAuthority } from '@internal/test-utils';

/**
 * TLS before a portal, as a reverse proxy has it. kubectl sends no credentials
 * without it.
 */
export class TlsFront {
  readonly #authority = makeAuthority();
  readonly #server: Server;
  readonly #sockets = new Set<TLSSocket>();

  /** @param port - of the portal */
  static async start(port: number): Promise<TlsFront> {
    const front = new TlsFront(port);
    await new Promise<void>(resolve =>
      front.#server.listen(0, '127.0.0.1', resolve),
    );
    return front;
  }

  private constructor(port: number) {
    this.#server = createServer(this.#authority.server, socket => {
      this.#sockets.add(socket);
      const portal = connect(port, 'localhost');
      socket.pipe(portal).pipe(socket);
      const end = () => {
        this.#sockets.delete(socket);
        socket.destroy();
        portal.destroy();
      };
      for (const one of [socket, portal]) {
        one.on('error', end).on('close', end);
      }
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `https://127.0.0.1:${port}`;
  }

  /** As a kubeconfig has it. */
  get authorityData(): string {
    return this.#authority.ca.toString('base64');
  }

  async stop(): Promise<void> {
    this.#sockets.forEach(socket => socket.destroy());
    await new Promise(resolve => this.#server.close(resolve));
  }
}
