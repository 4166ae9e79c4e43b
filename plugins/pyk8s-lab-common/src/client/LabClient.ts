import { ResponseError } from '@backstage/errors';
import { createParser } from 'eventsource-parser';
import type { LabExecFrame, LabStreamFrame } from '../labs';
import {
  DefaultApiClient,
  TypedResponse,
} from '../schema/openapi/generated/apis';
import { pluginId } from '../schema/openapi/generated/pluginId';
import type {
  CreateLabRequest,
  ExecRequest,
  ExecResult,
  Lab,
  LabEventList,
  LabImageList,
  LabJob,
  LabJobList,
  LabList,
  LabLogSources,
  LabOptions,
  UpdateLabRequest,
} from '../schema/openapi/generated/models';
import type {
  LabActivityQuery,
  LabApi,
  LabApplyOptions,
  LabImageSource,
  LabJobQuery,
  LabListQuery,
  LabLogQuery,
  LabLogsArchive,
  StreamLabsOptions,
} from './LabApi';

/** The server sends a heartbeat every 15 s. */
const MAX_SILENCE_MS = 45_000;

/**
 * The client of the plugin's API, for browsers, backends and command lines. The given
 * fetch function adds the credentials.
 * @public
 */
export class LabClient implements LabApi {
  readonly #discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  readonly #fetch: typeof fetch;

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#discoveryApi = options.discoveryApi;
    // Called on the object, because a browser's fetch needs its `this`.
    this.#fetch = (input, init) =>
      options.fetchApi
        ? options.fetchApi.fetch(input, init)
        : globalThis.fetch(input, init);
  }

  async getOptions(): Promise<LabOptions> {
    return this.#json(this.#client().getOptions({}));
  }

  async createLab(
    request: CreateLabRequest,
    idempotencyKey?: string,
  ): Promise<Lab> {
    // The generated client drops header parameters.
    const headers: Record<string, string> = idempotencyKey
      ? { 'Idempotency-Key': idempotencyKey }
      : {};
    return this.#json(
      this.#client(headers).createLab({ body: request, header: {} }),
    );
  }

  async listLabs(query: LabListQuery = {}): Promise<LabList> {
    const { owner, status, component, limit, ...rest } = query;
    return this.#json(
      this.#client().listLabs({
        query: {
          ...rest,
          owner: owner?.join(','),
          status: status?.join(','),
          component: component?.join(','),
          limit: limit?.toString(),
        },
      }),
    );
  }

  async getLab(id: string): Promise<Lab> {
    return this.#json(this.#client().getLab({ path: { id } }));
  }

  async updateLab(id: string, request: UpdateLabRequest): Promise<Lab> {
    return this.#json(
      this.#client().updateLab({ path: { id }, body: request }),
    );
  }

  async deleteLab(id: string): Promise<Lab> {
    return this.#json(this.#client().deleteLab({ path: { id } }));
  }

  async retryLab(id: string): Promise<Lab> {
    return this.#json(this.#client().retryLab({ path: { id } }));
  }

  async pauseLab(id: string): Promise<Lab> {
    return this.#json(this.#client().pauseLab({ path: { id } }));
  }

  async resumeLab(id: string): Promise<Lab> {
    return this.#json(this.#client().resumeLab({ path: { id } }));
  }

  async getKubeconfig(
    id: string,
    options: { for?: 'owner' | 'viewer'; reach?: 'people' | 'portal' } = {},
  ): Promise<string> {
    // The generated type has `_for`, because `for` is a reserved word; the server
    // expects the name of the OpenAPI file.
    const query: Record<string, string> = { ...options };
    const response = await this.#client().getKubeconfig({
      path: { id },
      query,
    });
    await throwUnlessOk(response);
    return response.text();
  }

  async getLabActivity(
    id: string,
    query: LabActivityQuery = {},
  ): Promise<LabEventList> {
    return this.#json(
      this.#client().getLabActivity({
        path: { id },
        query: {
          limit: query.limit?.toString(),
          cursor: query.cursor,
          category: query.category?.join(',') || undefined,
        },
      }),
    );
  }

  async execInLab(
    id: string,
    request: ExecRequest,
    options: { signal?: AbortSignal } = {},
  ): Promise<ExecResult> {
    return this.#json(
      this.#client({}, options).execInLab({ path: { id }, body: request }),
    );
  }

  async *streamExec(
    id: string,
    request: ExecRequest,
    options: { signal?: AbortSignal } = {},
  ): AsyncGenerator<LabExecFrame> {
    const frames = this.#frames(`/labs/${encodeURIComponent(id)}/exec`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
      ...options,
    });
    for await (const { type, data } of frames) {
      if (type === 'error') {
        throw errorOf(data);
      }
      yield { type, ...JSON.parse(data) };
      if (type === 'exit') {
        return;
      }
    }
    throw new Error(
      'The connection broke while the command ran, which has ended it: run it again.',
    );
  }

  async applyToLab(
    id: string,
    archive: Blob,
    { paths = [], signal, ...options }: LabApplyOptions = {},
  ): Promise<LabJob> {
    const query = new URLSearchParams(paths.map(path => ['path', path]));
    for (const [name, value] of Object.entries(options)) {
      if (value !== undefined) {
        query.set(name, String(value));
      }
    }
    const response = await this.#send(
      `/labs/${encodeURIComponent(id)}/apply?${query}`,
      {
        method: 'POST',
        signal,
        headers: { 'Content-Type': 'application/octet-stream' },
        body: archive,
      },
    );
    return response.json();
  }

  async getLabLogSources(id: string): Promise<LabLogSources> {
    return this.#json(this.#client().getLabLogSources({ path: { id } }));
  }

  async getLabLogs(
    id: string,
    query: LabLogQuery,
    options: { signal?: AbortSignal } = {},
  ): Promise<string> {
    const response = await this.#client({}, options).getLabLogs({
      path: { id },
      query: logParameters(query),
    });
    await throwUnlessOk(response);
    return response.text();
  }

  async *followLabLogs(
    id: string,
    query: LabLogQuery,
    options: { signal?: AbortSignal } = {},
  ): AsyncGenerator<string> {
    const parameters = new URLSearchParams({
      ...logParameters(query),
      follow: 'true',
    });
    const frames = this.#frames(
      `/labs/${encodeURIComponent(id)}/logs?${parameters}`,
      options,
    );
    for await (const { type, data } of frames) {
      if (type === 'error') {
        throw errorOf(data);
      }
      if (type === 'end') {
        return;
      }
      yield JSON.parse(data).text;
    }
    throw new Error('The connection broke while the log was followed.');
  }

  async getLabLogsArchive(
    id: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<LabLogsArchive> {
    const response = await this.#send(
      `/labs/${encodeURIComponent(id)}/logs/archive`,
      options,
    );
    if (!response.body) {
      throw new Error('The server answered without an archive.');
    }
    return {
      jobId: response.headers.get('Pyk8s-Lab-Job') ?? '',
      body: response.body,
    };
  }

  async listLabImages(id: string): Promise<LabImageList> {
    return this.#json(this.#client().listLabImages({ path: { id } }));
  }

  async importLabImage(
    id: string,
    source: LabImageSource,
    options: { name?: string; signal?: AbortSignal } = {},
  ): Promise<LabJob> {
    const { name, signal } = options;
    const query = name === undefined ? '' : `?${new URLSearchParams({ name })}`;
    const path = `/labs/${encodeURIComponent(id)}/images${query}`;
    const response = await this.#send(path, {
      method: 'POST',
      signal,
      ...('image' in source
        ? {
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ image: source.image }),
          }
        : {
            headers: { 'Content-Type': 'application/octet-stream' },
            body: source.archive,
            // Missing in the types of browsers; Node.js requires it for streams.
            ...(source.archive instanceof ReadableStream && { duplex: 'half' }),
          }),
    });
    return response.json();
  }

  async listJobs(query: LabJobQuery = {}): Promise<LabJobList> {
    const { status, type, limit, ...rest } = query;
    return this.#json(
      this.#client().listJobs({
        query: {
          ...rest,
          status: status?.join(','),
          type: type?.join(','),
          limit: limit?.toString(),
        },
      }),
    );
  }

  async getJob(id: string): Promise<LabJob> {
    return this.#json(this.#client().getJob({ path: { id } }));
  }

  async cancelJob(id: string): Promise<LabJob> {
    return this.#json(this.#client().cancelJob({ path: { id } }));
  }

  async *streamLabs(
    options: StreamLabsOptions = {},
  ): AsyncGenerator<LabStreamFrame> {
    const { lab, lastEventId, signal, onOpen } = options;
    const query = lab ? `?lab=${encodeURIComponent(lab)}` : '';
    const frames = this.#frames(
      `/events${query}`,
      {
        headers:
          lastEventId === undefined
            ? {}
            : { 'Last-Event-ID': String(lastEventId) },
        signal,
      },
      onOpen,
    );
    for await (const { type, data } of frames) {
      // The data of a notice does not include its type.
      yield { type, ...JSON.parse(data) };
    }
  }

  /** Server-sent events, until the server ends the stream or falls silent. */
  async *#frames(
    path: string,
    init: RequestInit,
    onOpen?: () => void,
  ): AsyncGenerator<{ type: string; data: string }> {
    // Read with fetch rather than an EventSource, so that the token is in a header and
    // never in a URL.
    const response = await this.#send(path, {
      ...init,
      headers: { Accept: 'text/event-stream', ...init.headers },
    });
    if (!response.body) {
      throw new Error('The server answered without a stream of events.');
    }
    onOpen?.();

    const received: { type: string; data: string }[] = [];
    const parser = createParser({
      onEvent: ({ event: type = 'message', data }) =>
        received.push({ type, data }),
    });
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    try {
      for (;;) {
        // Ends a connection that broke without notice, so that its reader reconnects.
        const silence = setTimeout(
          () => void reader.cancel().catch(() => undefined),
          MAX_SILENCE_MS,
        );
        const { done, value } = await reader
          .read()
          .finally(() => clearTimeout(silence));
        if (done) {
          return;
        }
        parser.feed(decoder.decode(value, { stream: true }));
        yield* received.splice(0);
      }
    } finally {
      // Tells the server when the reader of this generator stops early.
      await reader.cancel().catch(() => undefined);
    }
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl(pluginId);
    const response = await this.#fetch(`${baseUrl}${path}`, init);
    await throwUnlessOk(response);
    return response;
  }

  #client(
    headers: Record<string, string> = {},
    { signal }: { signal?: AbortSignal } = {},
  ): DefaultApiClient {
    return new DefaultApiClient({
      discoveryApi: this.#discoveryApi,
      fetchApi: {
        fetch: (input: RequestInfo | URL, init?: RequestInit) =>
          this.#fetch(input, {
            ...init,
            headers: { ...init?.headers, ...headers },
            ...(signal && { signal }),
          }),
      },
    });
  }

  async #json<T>(request: Promise<TypedResponse<T>>): Promise<T> {
    const response = await request;
    await throwUnlessOk(response);
    return response.json();
  }
}

/** The error in a frame of a stream. */
function errorOf(data: string): Error {
  const { name, message } = JSON.parse(data);
  return Object.assign(new Error(message), { name });
}

/** The given parameters as text. */
function logParameters({ source, ...rest }: LabLogQuery): {
  source: string;
  [name: string]: string;
} {
  const given = Object.entries(rest).filter(
    ([, value]) => value !== undefined && value !== false,
  );
  return {
    source,
    ...Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
  };
}

async function throwUnlessOk(response: TypedResponse<unknown> | Response) {
  if (!response.ok) {
    throw await ResponseError.fromResponse(response as Response);
  }
}
