import { rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * Proxies Docker's socket, so that Docker can be unreachable for one portal without
 * affecting others.
 */
export class SocketProxy {
  readonly #path: string;
  readonly #target: string;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  static async start(path: string, target: string): Promise<SocketProxy> {
    const proxy = new SocketProxy(path, target);
    await proxy.resume();
    return proxy;
  }

  private constructor(path: string, target: string) {
    this.#path = path;
    this.#target = target;
  }

  /** Closes all connections, and accepts no more. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = new Promise(resolve => server?.close(resolve));
    this.#sockets.forEach(socket => socket.destroy());
    await (server && closed);
    await rm(this.#path, { force: true });
  }

  async resume(): Promise<void> {
    // Docker's clients half-close the connection of an exec, and then read its output.
    const server = createServer({ allowHalfOpen: true }, socket =>
      this.#join(socket),
    );
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#path, resolve);
    });
    this.#server = server;
  }

  #join(socket: Socket): void {
    const target = connect({ path: this.#target, allowHalfOpen: true });
    const both: [Socket, Socket][] = [
      [socket, target],
      [target, socket],
    ];
    for (const [from, to] of both) {
      this.#sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
  }
}
