import type {
  ExecRequest,
  Lab,
  LabStreamNotice,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { InMemoryLabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common/testUtils';
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
  eventText,
  frameText,
  json,
  readRequest,
  refuse,
  type SeenRequest,
} from './requests';

/** How requests that change something are answered. */
const STATUS_OF: Record<string, number> = { POST: 202, DELETE: 202 };

type Intercepted = boolean | number | void;

/** The labs API in memory, over HTTP. */
export class LabApiServer {
  /** What it serves. */
  readonly memory = new InMemoryLabApi();
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
  readonly #streams = new Set<ServerResponse>();
  readonly #waiting = new Set<() => void>();
  readonly #server: Server;

  static async start(): Promise<LabApiServer> {
    const server = new LabApiServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(error => response.destroy(error));
    });
    this.memory.state.onFrame = frame => {
      this.#streams.forEach(stream => stream.write(frameText(frame)));
      this.#wake();
    };
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

  /** In the order in which they were created; DELETED ones too. */
  get labs(): Map<string, Lab> {
    return this.memory.state.labs;
  }

  /** The only lab. */
  get lab(): Lab {
    const labs = [...this.labs.values()];
    if (labs.length !== 1) {
      throw new Error(`There are ${labs.length} labs`);
    }
    return labs[0];
  }

  /** The number of open streams. */
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

  /** Stores a lab, and sends it to the streams. */
  happen(lab: Lab, type?: string): Lab {
    return this.memory.state.happen(lab, type);
  }

  /** Changes fields of a lab, and sends it to the streams. */
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

  notify(notice: LabStreamNotice): void {
    this.#streams.forEach(stream => stream.write(frameText(notice)));
  }

  /** Ends every stream, as at the end of a token, or breaks it. */
  endStreams(how: 'end' | 'destroy' = 'end'): void {
    this.#streams.forEach(stream => stream[how]());
    this.#streams.clear();
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
      } else if (!intercepted) {
        await this.#route(request, response);
      }
    } catch (error) {
      const { statusCode = 500, body } = error as {
        statusCode?: number;
        body?: { error: { name: string; message: string } };
      };
      refuse(
        response,
        statusCode,
        body?.error.name ?? 'Error',
        body?.error.message ?? String(error),
      );
    } finally {
      this.#wake();
    }
  }

  async #route(request: SeenRequest, response: ServerResponse): Promise<void> {
    const { method, pathname, query, lastEventId, idempotencyKey } = request;
    const body = request.body as never;
    const [, kind, id = '', part = ''] = pathname.split('/');
    const api = this.memory;
    const answers: Record<string, () => Promise<unknown>> = {
      'GET /labs': () =>
        api.listLabs({
          cursor: query.get('cursor') ?? undefined,
          limit: this.pageSize,
        }),
      'POST /labs': () => api.createLab(body, idempotencyKey),
      'GET /labs/': () => api.getLab(id),
      'PATCH /labs/': () => api.updateLab(id, body),
      'DELETE /labs/': () => api.deleteLab(id),
      'POST /labs/retry': () => api.retryLab(id),
      'POST /labs/apply': () => api.applyToLab(id, new Blob()),
      'GET /jobs/': () => api.getJob(id),
      'POST /jobs/cancel': () => api.cancelJob(id),
    };
    const operation = `${method} /${kind}${id && '/'}${part}`;
    if (kind === 'events') {
      this.#stream(response, lastEventId);
    } else if (operation === 'GET /labs/kubeconfig') {
      response.writeHead(200, { 'Content-Type': 'application/yaml' });
      response.end(await api.getKubeconfig(id));
    } else if (operation === 'POST /labs/exec') {
      await this.#exec(id, body, response);
    } else {
      const answer = await (answers[operation] ?? answers['GET /labs/'])();
      json(response, STATUS_OF[method] ?? 200, answer);
    }
  }

  async #exec(
    id: string,
    request: ExecRequest,
    response: ServerResponse,
  ): Promise<void> {
    const { output, error, ...end } = await this.memory.execInLab(id, request);
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    for (const [stream, text] of [
      ['stdout', output],
      ['stderr', error],
    ]) {
      if (text) {
        response.write(eventText('output', { stream, text }));
      }
    }
    response.end(eventText('exit', end));
  }

  #stream(response: ServerResponse, lastEventId: string | undefined): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('retry: 1000\n\n');
    if (lastEventId !== undefined) {
      this.memory.state
        .since(Number(lastEventId))
        .forEach(frame => response.write(frameText(frame)));
    }
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
  }
}

function nameOf(status: number): string {
  return status === 404 ? 'NotFoundError' : 'NotAllowedError';
}
