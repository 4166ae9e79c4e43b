import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A received request. */
export interface ClusterRequest {
  readonly path: string;
  readonly authorization: string | undefined;
}

/** The API server of a cluster that contains only pods, over HTTP. */
export class FakeCluster {
  readonly requests: ClusterRequest[] = [];
  /** The names of its pods; label selectors are ignored. */
  pods: string[] = [];
  /** Whether it accepts connections and never responds. */
  isFrozen = false;
  /** The handler of its responses. */
  status = 200;
  readonly #server: Server;

  static async start(): Promise<FakeCluster> {
    const cluster = new FakeCluster();
    await once(cluster.#server, 'listening');
    return cluster;
  }

  private constructor() {
    this.#server = createServer((req, res) => {
      const { pathname } = new URL(req.url ?? '/', this.url);
      const { authorization } = req.headers;
      this.requests.push({ path: pathname, authorization });
      if (!this.isFrozen) {
        const names = pathname === '/api/v1/pods' ? this.pods : [];
        res.writeHead(this.status, { 'Content-Type': 'application/json' }).end(
          JSON.stringify({
            kind: 'List',
            items: names.map(name => ({ metadata: { name } })),
          }),
        );
      }
    }).listen(0, '127.0.0.1');
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
}
