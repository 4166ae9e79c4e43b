import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClusterAccess } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { WantedPodLog } from '../LogReader';

/** An API server with the responses of a test. */
export class FakeApiServer {
  readonly requests: IncomingMessage[] = [];
  /** Set by a test: responds to a request. */
  answer: (request: IncomingMessage, response: ServerResponse) => void = (
    _,
    response,
  ) => response.end();
  readonly #server: Server;

  static async start(): Promise<FakeApiServer> {
    const server = new FakeApiServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      this.requests.push(request);
      this.answer(request, response);
    });
  }

  access(): ClusterAccess {
    const { port } = this.#server.address() as AddressInfo;
    return { server: `http://127.0.0.1:${port}` };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

export function json(
  response: ServerResponse,
  status: number,
  body: object,
): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

export function queryOf({ url = '' }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(new URL(url, 'http://x').searchParams);
}

export const wanted: WantedPodLog = {
  namespace: 'default',
  pod: 'web-0',
  container: 'web',
  previous: false,
  tailLines: 10,
  follow: false,
};
