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

/** A request as it came. */
export interface SeenRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly lastEventId: string | undefined;
}

/** The API's lists and stream over HTTP, with labs that a test changes. */
export class FakeLabApi {
  /** The labs, in the order in which they were made; DELETED ones too. */
  readonly labs = new Map<string, Lab>();
  readonly requests: SeenRequest[] = [];
  /** As many labs as there are on a page. */
  pageSize = 200;
  /** Called before each answer; a number is answered as an error of that status. */
  before: (request: SeenRequest) => number | void | Promise<number | void> =
    () => undefined;
  readonly #events: LabEvent[] = [];
  readonly #streams = new Set<ServerResponse>();
  readonly #server: Server;

  static async start(): Promise<FakeLabApi> {
    const api = new FakeLabApi();
    await once(api.#server, 'listening');
    return api;
  }

  private constructor() {
    this.#server = createServer((req, res) => {
      this.#answer(req, res).catch(error => res.destroy(error));
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

  /** How many follow the stream. */
  get followers(): number {
    return this.#streams.size;
  }

  /** The requests for a path, in order. */
  to(path: string): SeenRequest[] {
    return this.requests.filter(request => request.path === path);
  }

  /** A lab is as given from now on, and the stream tells of it. */
  happen(lab: Lab, type = 'lab.updated'): void {
    const version = (this.labs.get(lab.id)?.version ?? 0) + 1;
    this.labs.set(lab.id, { ...lab, version });
    const event: LabEvent = {
      seq: this.#events.length + 1,
      labId: lab.id,
      at: '2026-12-01T09:00:00.000Z',
      type,
      message: type,
    };
    this.#events.push(event);
    this.#streams.forEach(stream => stream.write(this.#frame(event)));
  }

  /** A lab's cluster is gone. */
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

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(req.url ?? '/', this.url);
    const lastEventId = req.headers['last-event-id']?.toString();
    const request: SeenRequest = {
      path: pathname,
      query: searchParams,
      authorization: req.headers.authorization,
      lastEventId,
    };
    this.requests.push(request);
    const refusal = await this.before(request);
    if (refusal) {
      answerError(res, refusal);
    } else if (pathname === '/events') {
      this.#stream(res, lastEventId);
    } else if (pathname === '/labs') {
      this.#list(res, Number(searchParams.get('cursor') ?? 0));
    } else {
      const lab = this.labs.get(pathname.replace('/labs/', ''));
      if (lab) {
        answerJson(res, 200, lab);
      } else {
        answerError(res, 404);
      }
    }
  }

  #list(res: ServerResponse, offset: number): void {
    const live = [...this.labs.values()].filter(
      ({ status }) => status !== 'DELETED',
    );
    const end = offset + this.pageSize;
    answerJson(res, 200, {
      items: live.slice(offset, end),
      totalItems: live.length,
      pageInfo: end < live.length ? { nextCursor: String(end) } : {},
    });
  }

  #stream(res: ServerResponse, lastEventId: string | undefined): void {
    res.writeHead(200, { 'Content-Type': 'text/event-stream' });
    res.write('retry: 1000\n\n');
    if (lastEventId !== undefined) {
      this.#events
        .slice(Number(lastEventId))
        .forEach(event => res.write(this.#frame(event)));
    }
    this.#streams.add(res);
    res.on('close', () => this.#streams.delete(res));
  }

  #frame(event: LabEvent): string {
    const data = { ...event, lab: this.labs.get(event.labId) };
    return `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(
      data,
    )}\n\n`;
  }
}

function answerJson(res: ServerResponse, status: number, body: object): void {
  res
    .writeHead(status, { 'Content-Type': 'application/json' })
    .end(JSON.stringify(body));
}

function answerError(res: ServerResponse, status: number): void {
  const name = status === 404 ? 'NotFoundError' : 'NotAllowedError';
  answerJson(res, status, {
    error: { name, message: `answered ${status}` },
    response: { statusCode: status },
  });
}
