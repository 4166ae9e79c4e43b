import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { stringify } from 'yaml';
import { makeAuthority } from '@internal/test-utils';

type Answer = (req: IncomingMessage, res: ServerResponse) => void;
type Upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** A server that speaks TLS as an API server does, and answers as a test says. */
export class FakeApiServer {
  answer: Answer = (_req, res) => res.end('{}');
  upgrade: Upgrade = (_req, socket) => socket.destroy();
  /** Every request, upgrades included. */
  readonly requests: IncomingMessage[] = [];
  /** The open upgraded connections. */
  readonly upgraded = new Set<Duplex>();
  readonly #sockets = new Set<Duplex>();
  readonly #authority = makeAuthority();
  readonly #server: Server;

  static async start(): Promise<FakeApiServer> {
    const fake = new FakeApiServer();
    await new Promise<void>(resolve =>
      fake.#server.listen(0, '127.0.0.1', resolve),
    );
    return fake;
  }

  private constructor() {
    const { ca, server } = this.#authority;
    this.#server = createServer(
      {
        ...server,
        ca,
        requestCert: true,
        rejectUnauthorized: false,
        // As much as an API server reads.
        maxHeaderSize: 2 ** 20,
      },
      (req, res) => {
        this.requests.push(req);
        this.answer(req, res);
      },
    );
    this.#server.on('upgrade', (req: IncomingMessage, socket: Duplex, head) => {
      this.requests.push(req);
      this.upgraded.add(socket);
      socket.on('close', () => this.upgraded.delete(socket));
      this.upgrade(req, socket, head);
    });
    this.#server.on('secureConnection', socket => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  /** The kubeconfig of the administrator, or with a token. */
  kubeconfig(options: { token?: string; trusts?: FakeApiServer } = {}): string {
    const { port } = this.#server.address() as AddressInfo;
    const { client } = this.#authority;
    const { ca } = (options.trusts ?? this).#authority;
    const base64 = (bytes: Buffer) => bytes.toString('base64');
    return stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'c',
          cluster: {
            server: `https://127.0.0.1:${port}`,
            'certificate-authority-data': base64(ca),
            // Not heeded.
            'insecure-skip-tls-verify': options.trusts !== undefined,
          },
        },
      ],
      users: [
        {
          name: 'u',
          user: options.token
            ? { token: options.token }
            : {
                'client-certificate-data': base64(client.cert),
                'client-key-data': base64(client.key),
              },
        },
      ],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    });
  }

  /** What the administrator's requests are known by. */
  get clientKey(): string {
    return this.#authority.client.key.toString();
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await new Promise(resolve => this.#server.close(resolve));
  }
}
