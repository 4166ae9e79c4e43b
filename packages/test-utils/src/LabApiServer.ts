import type {
  Lab,
  LabEvent,
  LabStreamNotice,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  BASE_PATH,
  json,
  readRequest,
  refuse,
  type SeenRequest,
} from './requests';

type Intercepted = boolean | number | void;

/**
 * The labs API over HTTP, with labs in memory that a test changes: the list, one
 * lab, and the stream of events. Subclasses answer more.
 */
export class LabApiServer {
  /** In the order in which they were created; DELETED ones too. */
  readonly labs = new Map<string, Lab>();
  readonly requests: SeenRequest[] = [];
  /** The labs on a page of the list. */
  pageSize = 200;
  /**
   * Called before the server answers: true where it has answered itself, a number
   * for an error of that status.
   */
  intercept: (
    request: SeenRequest,
    response: ServerResponse,
  ) => Intercepted | Promise<Intercepted> = () => undefined;
  readonly #events: LabEvent[] = [];
  readonly #streams = new Set<ServerResponse>();
  readonly #waiting = new Set<() => void>();
  readonly #server: Server;

  static async start(): Promise<LabApiServer> {
    return new LabApiServer().listen();
  }

  protected constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(error => response.destroy(error));
    });
  }

  protected async listen(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${BASE_PATH}`;
  }

  /** How many clients follow the stream. */
  get followers(): number {
    return this.#streams.size;
  }

  /** The requests whose line starts so, such as `POST /labs`. */
  sent(line: string): SeenRequest[] {
    return this.requests.filter(({ method, path }) =>
      `${method} ${path}`.startsWith(line),
    );
  }

  /** The requests for a path, whatever their query. */
  to(path: string): SeenRequest[] {
    return this.requests.filter(({ pathname }) => pathname === path);
  }

  /** Waits for a condition that a request or a change of a lab fulfils. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await new Promise<void>(resolve => this.#waiting.add(resolve));
    }
  }

  /** Stores a lab, and tells the followers of it. */
  happen(lab: Lab, type = 'lab.updated'): Lab {
    const version = (this.labs.get(lab.id)?.version ?? 0) + 1;
    const stored = { ...lab, version };
    this.labs.set(lab.id, stored);
    const event: LabEvent = {
      seq: this.#events.length + 1,
      labId: lab.id,
      at: '2026-12-01T09:00:00.000Z',
      type,
      message: type,
    };
    this.#events.push(event);
    this.#streams.forEach(stream => stream.write(this.#frame(event)));
    this.#wake();
    return stored;
  }

  /** Changes fields of a lab, and tells the followers of it. */
  change(id: string, change: Partial<Lab>): Lab {
    const lab = this.labs.get(id);
    if (!lab) {
      throw new Error(`There is no lab ${id}`);
    }
    return this.happen({ ...lab, ...change });
  }

  /** The cluster of a lab is gone. */
  end(lab: Lab): void {
    this.happen({ ...lab, status: 'DELETED' }, 'lab.deleted');
  }

  notify({ type, ...data }: LabStreamNotice): void {
    this.#streams.forEach(stream =>
      stream.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`),
    );
  }

  /** Ends every stream, as at the end of a token, or breaks it. */
  endStreams(how: 'end' | 'destroy' = 'end'): void {
    this.#streams.forEach(stream => stream[how]());
    this.#streams.clear();
  }

  /** Answers what only some tests need; returns false for everything else. */
  protected route(_request: SeenRequest, _response: ServerResponse): boolean {
    return false;
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    waiting.forEach(wake => wake());
  }

  async #answer(
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const request = await readRequest(incoming);
    this.requests.push(request);
    try {
      const intercepted = await this.intercept(request, response);
      if (typeof intercepted === 'number') {
        refuse(response, intercepted, nameOf(intercepted));
      } else if (!intercepted && !this.route(request, response)) {
        this.#routeHere(request, response);
      }
    } finally {
      this.#wake();
    }
  }

  #routeHere(request: SeenRequest, response: ServerResponse): void {
    const { pathname, query, lastEventId } = request;
    const [, id = ''] = /^\/labs\/([^/]+)/.exec(pathname) ?? [];
    const lab = this.labs.get(id);
    if (pathname === '/events') {
      this.#stream(response, lastEventId);
    } else if (pathname === '/labs') {
      this.#list(response, Number(query.get('cursor') ?? 0));
    } else if (lab) {
      json(response, 200, lab);
    } else {
      refuse(response, 404, nameOf(404), `There is no lab ${id}.`);
    }
  }

  #list(response: ServerResponse, offset: number): void {
    const live = [...this.labs.values()].filter(
      ({ status }) => status !== 'DELETED',
    );
    const end = offset + this.pageSize;
    json(response, 200, {
      items: live.slice(offset, end),
      totalItems: live.length,
      pageInfo: end < live.length ? { nextCursor: String(end) } : {},
    });
  }

  #stream(response: ServerResponse, lastEventId: string | undefined): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('retry: 1000\n\n');
    if (lastEventId !== undefined) {
      this.#events
        .slice(Number(lastEventId))
        .forEach(event => response.write(this.#frame(event)));
    }
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
  }

  #frame(event: LabEvent): string {
    const data = { ...event, lab: this.labs.get(event.labId) };
    return `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(
      data,
    )}\n\n`;
  }
}

function nameOf(status: number): string {
  return status === 404 ? 'NotFoundError' : 'NotAllowedError';
}
