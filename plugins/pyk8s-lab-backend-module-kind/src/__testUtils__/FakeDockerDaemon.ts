import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';

/** The response to a call; undefined for no response. */
export type DaemonAnswer =
  | { status: number; body: object | Buffer }
  | ((response: ServerResponse) => void)
  | undefined;

/** Serves Docker's HTTP API on a socket, with responses of the test. */
export class FakeDockerDaemon {
  readonly #directory = mkdtempSync(join(tmpdir(), 'pyk8s-lab-docker-'));
  readonly #server: Server;
  readonly #hijacked = new Set<Duplex>();
  /** By method and path, such as `GET /version`. */
  readonly answers = new Map<string, DaemonAnswer>();
  /** Handles the connection of a call that hijacks it. */
  onHijack: (socket: Duplex) => void = socket => socket.end();
  /** The method and URL of each call. */
  readonly calls: string[] = [];
  /** The bodies of calls that have one. */
  readonly uploads: Buffer[] = [];

  /** The uploads that are JSON. */
  get bodies(): unknown[] {
    return this.uploads.map(upload => JSON.parse(upload.toString()));
  }

  get endpoint(): string {
    return `unix://${join(this.#directory, 'docker.sock')}`;
  }

  static async start(): Promise<FakeDockerDaemon> {
    const daemon = new FakeDockerDaemon();
    await new Promise<void>(resolve =>
      daemon.#server.listen(daemon.endpoint.slice('unix://'.length), resolve),
    );
    return daemon;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      const { method, url = '' } = request;
      const chunks: Buffer[] = [];
      request.on('data', chunk => chunks.push(chunk));
      request.on('end', () => {
        if (chunks.length > 0) {
          this.uploads.push(Buffer.concat(chunks));
        }
        this.#answer(method, url, response);
      });
    });
    this.#server.on('upgrade', ({ method, url }, socket) => {
      this.calls.push(`${method} ${url}`);
      this.#hijacked.add(socket);
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\n');
      socket.write('Upgrade: tcp\r\n\r\n');
      this.onHijack(socket);
    });
  }

  #answer(method: string | undefined, url: string, response: ServerResponse) {
    this.calls.push(`${method} ${url}`);
    const key = `${method} ${url.split('?')[0]}`;
    if (!this.answers.has(key)) {
      response.writeHead(404, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ message: `No answer to ${key}` }));
      return;
    }
    const answer = this.answers.get(key);
    if (typeof answer === 'function') {
      answer(response);
    } else if (answer) {
      response.writeHead(answer.status, {
        'Content-Type': 'application/json',
      });
      response.end(
        Buffer.isBuffer(answer.body)
          ? answer.body
          : JSON.stringify(answer.body),
      );
    }
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#hijacked.forEach(socket => socket.destroy());
    await new Promise(resolve => this.#server.close(resolve));
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
