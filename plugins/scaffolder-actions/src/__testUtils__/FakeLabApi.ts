import {
  aLab,
  json,
  LabApiServer,
  type SeenRequest,
} from '@internal/test-utils';
import type {
  CreateLabRequest,
  ExecRequest,
  Lab,
  LabJob,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { writeKubeconfig } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** The labs API with what actions do to labs. */
export class FakeLabApi extends LabApiServer {
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
  /** The job that applies manifests, as it starts. */
  job: LabJob = {
    id: randomUUID(),
    labId: '',
    labName: 'demo',
    type: 'apply',
    title: 'Apply manifests',
    status: 'RUNNING',
    message: 'Applying manifests',
    steps: [],
    attempt: 1,
    version: 1,
    createdAt: '2026-12-01T09:00:30.000Z',
  };
  readonly #byKey = new Map<string, string>();

  static override async start(): Promise<FakeLabApi> {
    return new FakeLabApi().listen();
  }

  /** The only lab. */
  get lab(): Lab {
    const labs = [...this.labs.values()];
    if (labs.length !== 1) {
      throw new Error(`There are ${labs.length} labs`);
    }
    return labs[0];
  }

  /** Changes the job, and tells the followers of it. */
  changeJob(change: Partial<LabJob>): void {
    this.job = { ...this.job, ...change, version: this.job.version + 1 };
    this.notify({ type: 'job.progress', job: this.job });
  }

  /** Cuts every stream in the middle. */
  cutStreams(): void {
    this.endStreams('destroy');
  }

  add(change: Partial<Lab> = {}): Lab {
    const lab = aLab({
      id: randomUUID(),
      name: 'demo',
      status: 'QUEUED',
      progress: 0,
      serverVersion: undefined,
      secondsLeft: undefined,
      expiresAt: '2026-12-01T11:00:30.000Z',
      ...change,
    });
    this.labs.set(lab.id, lab);
    return lab;
  }

  /** Creates the lab of a request, or finds that of an earlier one. */
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

  protected override route(
    request: SeenRequest,
    response: ServerResponse,
  ): boolean {
    const { method, pathname, body } = request;
    const [, id = '', part] =
      /^\/labs\/([^/]+)(?:\/(\w+))?/.exec(pathname) ?? [];
    const lab = this.labs.get(id);
    if (method === 'POST' && pathname === '/labs') {
      json(response, 201, this.create(request));
    } else if (pathname.startsWith('/jobs/')) {
      if (pathname.endsWith('/cancel')) {
        this.changeJob({ status: 'CANCELLED', message: 'It was cancelled.' });
      }
      json(response, 200, this.job);
    } else if (!lab) {
      return false;
    } else if (part === 'apply') {
      this.job = { ...this.job, labId: id };
      json(response, 202, this.job);
    } else if (part === 'kubeconfig') {
      response.writeHead(200, { 'Content-Type': 'application/yaml' });
      response.end(this.kubeconfig);
    } else if (part === 'exec') {
      this.#exec(body as ExecRequest, response);
    } else if (part === 'retry') {
      json(response, 202, this.change(id, { status: 'QUEUED' }));
    } else if (method === 'DELETE') {
      const status = lab.status === 'DELETED' ? 'DELETED' : 'DELETING';
      json(response, 202, this.change(id, { status }));
    } else if (method === 'PATCH') {
      const expiresAt = '2026-12-01T12:00:30.000Z';
      json(response, 200, this.change(id, { expiresAt }));
    } else {
      return false;
    }
    return true;
  }

  #exec(request: ExecRequest, response: ServerResponse): void {
    const { stdout, stderr, ...end } = this.exec(request);
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
  }
}

/** The fields of a lab that runs. */
export const RUNNING: Partial<Lab> = {
  status: 'RUNNING',
  serverVersion: 'v1.34.4',
  runningAt: '2026-12-01T09:00:25.000Z',
  endpoint: 'https://localhost:40123',
};
