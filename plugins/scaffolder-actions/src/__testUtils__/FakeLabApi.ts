import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type {
  CreateLabRequest,
  ExecRequest,
  Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { writeKubeconfig } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** A request, as the server got it. */
export interface SeenRequest {
  method: string;
  path: string;
  token: string | undefined;
  idempotencyKey: string | undefined;
  body: object | undefined;
}

/** An answer in the place of the server's own. */
export type Intercept = (
  request: SeenRequest,
  response: ServerResponse,
) => boolean | Promise<boolean>;

/** The API of labs, over real HTTP, for labs that do as a test says. */
export class FakeLabApi {
  readonly requests: SeenRequest[] = [];
  readonly labs = new Map<string, Lab>();
  /** True where it has answered itself. */
  intercept: Intercept = () => false;
  kubeconfig = writeKubeconfig(
    { server: 'https://localhost:40123', user: { token: 'a-token' } },
    { cluster: 'kind-demo', user: 'kind-demo' },
  );
  /** What commands print and end with. */
  exec: (request: ExecRequest) => {
    stdout?: string;
    stderr?: string;
    exitCode?: number;
    timedOut?: boolean;
  } = () => ({});
  #server: Server;
  #seq = 0;
  readonly #byKey = new Map<string, string>();
  readonly #streams = new Set<ServerResponse>();
  readonly #waiting: {
    until: () => boolean;
    resolve: () => void;
  }[] = [];

  static async start(): Promise<FakeLabApi> {
    const api = new FakeLabApi();
    await new Promise<void>(resolve =>
      api.#server.listen(0, '127.0.0.1', resolve),
    );
    return api;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(error =>
        response.destroy(error as Error),
      );
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/api/pyk8s-lab`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  /** The requests of one kind, such as `POST /labs`. */
  sent(line: string): SeenRequest[] {
    return this.requests.filter(({ method, path }) =>
      `${method} ${path}`.startsWith(line),
    );
  }

  /** Waits until something is so that a request brings about. */
  async until(isSo: () => boolean): Promise<void> {
    if (!isSo()) {
      await new Promise<void>(resolve =>
        this.#waiting.push({ until: isSo, resolve }),
      );
    }
  }

  /** Changes a lab, and tells whoever follows it. */
  change(id: string, change: Partial<Lab>): Lab {
    const before = this.labs.get(id);
    if (!before) {
      throw new Error(`There is no lab ${id}`);
    }
    const lab = { ...before, ...change, version: before.version + 1 };
    this.labs.set(id, lab);
    this.#seq++;
    for (const stream of this.#streams) {
      this.#tell(stream, lab);
    }
    this.#check();
    return lab;
  }

  /** The only lab. */
  get lab(): Lab {
    const labs = [...this.labs.values()];
    if (labs.length !== 1) {
      throw new Error(`There are ${labs.length} labs`);
    }
    return labs[0];
  }

  /** Cuts every stream in the middle. */
  cutStreams(): void {
    this.#streams.forEach(stream => stream.destroy());
  }

  add(change: Partial<Lab> = {}): Lab {
    const id = change.id ?? randomUUID();
    const lab: Lab = {
      id,
      name: 'demo',
      owner: 'user:default/alice',
      createdBy: 'user:default/alice',
      provider: 'kind',
      simulated: false,
      host: 'local',
      status: 'QUEUED',
      statusMessage: '',
      progress: 0,
      phases: [],
      attempt: 1,
      conditions: {},
      nodes: [],
      spec: { kubernetesVersion: 'default', workers: 0 },
      ttlSeconds: 7200,
      createdAt: '2026-12-01T09:00:00.000Z',
      expiresAt: '2026-12-01T11:00:30.000Z',
      entityRef: `resource:default/lab-${id}`,
      links: { self: `/labs/${id}` },
      version: 1,
      ...change,
    };
    this.labs.set(id, lab);
    return lab;
  }

  #check(): void {
    for (const waiter of [...this.#waiting]) {
      if (waiter.until()) {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        waiter.resolve();
      }
    }
  }

  #tell(stream: ServerResponse, lab: Lab): void {
    const event = { seq: this.#seq, labId: lab.id, type: 'lab.updated', lab };
    stream.write(
      `id: ${this.#seq}\nevent: lab.updated\ndata: ${JSON.stringify(
        event,
      )}\n\n`,
    );
  }

  async #answer(
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = await text(incoming);
    const request: SeenRequest = {
      method: incoming.method ?? '',
      path: (incoming.url ?? '').replace(/^\/api\/pyk8s-lab/, ''),
      token: incoming.headers.authorization,
      idempotencyKey: incoming.headers['idempotency-key'] as string | undefined,
      body: body ? JSON.parse(body) : undefined,
    };
    this.requests.push(request);
    try {
      if (!(await this.intercept(request, response))) {
        this.#route(request, response);
      }
    } finally {
      this.#check();
    }
  }

  #route(request: SeenRequest, response: ServerResponse): void {
    const { method, path, body } = request;
    const { pathname } = new URL(path, this.url);
    const id = /^\/labs\/([^/]+)/.exec(pathname)?.[1] ?? '';
    const lab = this.labs.get(id);
    if (method === 'POST' && pathname === '/labs') {
      json(response, 201, this.create(request));
    } else if (method === 'GET' && pathname === '/events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      this.#streams.add(response);
      response.on('close', () => this.#streams.delete(response));
      response.write(': here\n\n');
    } else if (!lab) {
      refuse(response, 404, 'NotFoundError', `There is no lab ${id}.`);
    } else if (pathname.endsWith('/kubeconfig')) {
      response.writeHead(200, { 'Content-Type': 'application/yaml' });
      response.end(this.kubeconfig);
    } else if (pathname.endsWith('/exec')) {
      const { stdout, stderr, ...end } = this.exec(body as ExecRequest);
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      for (const [stream, printed] of Object.entries({ stdout, stderr })) {
        if (printed) {
          const data = JSON.stringify({ stream, text: printed });
          response.write(`event: output\ndata: ${data}\n\n`);
        }
      }
      const data = JSON.stringify({
        exitCode: 0,
        durationMs: 1,
        truncated: false,
        timedOut: false,
        ...end,
      });
      response.end(`event: exit\ndata: ${data}\n\n`);
    } else if (pathname.endsWith('/retry')) {
      json(response, 202, this.change(id, { status: 'QUEUED' }));
    } else if (method === 'DELETE') {
      const status = lab.status === 'DELETED' ? 'DELETED' : 'DELETING';
      json(response, 202, this.change(id, { status }));
    } else if (method === 'PATCH') {
      const expiresAt = '2026-12-01T12:00:30.000Z';
      json(response, 200, this.change(id, { expiresAt }));
    } else {
      json(response, 200, lab);
    }
  }

  /** Makes the lab of a request, or finds that of an earlier one. */
  create({ body, idempotencyKey }: SeenRequest): Lab {
    const before = idempotencyKey && this.#byKey.get(idempotencyKey);
    if (before) {
      return this.labs.get(before) as Lab;
    }
    const { name, purpose } = body as CreateLabRequest;
    const lab = this.add({ name, purpose });
    if (idempotencyKey) {
      this.#byKey.set(idempotencyKey, lab.id);
    }
    return lab;
  }
}

/** The fields of a lab that runs. */
export const RUNNING: Partial<Lab> = {
  status: 'RUNNING',
  serverVersion: 'v1.34.4',
  runningAt: '2026-12-01T09:00:25.000Z',
  endpoint: 'https://localhost:40123',
};

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Answers with an error as Backstage's servers do. */
export function refuse(
  response: ServerResponse,
  statusCode: number,
  name: string,
  message: string,
): true {
  json(response, statusCode, {
    error: { name, message },
    response: { statusCode },
  });
  return true;
}
