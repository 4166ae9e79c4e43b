import type { LabExecFrame, LabStreamFrame } from '../labs';
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
import { downloadLogs, uploadImage, uploadManifests } from './archives';
import type {
  LabApi,
  LabApplyOptions,
  LabImageSource,
  LabLogsArchive,
} from './LabApi';
import type {
  LabActivityQuery,
  LabJobQuery,
  LabListQuery,
  LabLogQuery,
  StreamLabsOptions,
} from './queries';
import { followLogs, logParameters, streamExec, streamLabs } from './streams';
import { jsonOf, textOf, Transport } from './Transport';

/**
 * The client of the plugin's API, for browsers, backends and command lines. The given
 * fetch function adds the credentials.
 * @public
 */
export class LabClient implements LabApi {
  readonly #transport: Transport;

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#transport = new Transport(options);
  }

  async getOptions(): Promise<LabOptions> {
    return jsonOf(this.#transport.client().getOptions({}));
  }

  async createLab(
    request: CreateLabRequest,
    idempotencyKey?: string,
  ): Promise<Lab> {
    // The generated client drops header parameters.
    const headers: Record<string, string> = idempotencyKey
      ? { 'Idempotency-Key': idempotencyKey }
      : {};
    const client = this.#transport.client(headers);
    return jsonOf(client.createLab({ body: request, header: {} }));
  }

  async listLabs(query: LabListQuery = {}): Promise<LabList> {
    const { owner, status, component, limit, ...rest } = query;
    return jsonOf(
      this.#transport.client().listLabs({
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
    return jsonOf(this.#transport.client().getLab({ path: { id } }));
  }

  async updateLab(id: string, request: UpdateLabRequest): Promise<Lab> {
    const client = this.#transport.client();
    return jsonOf(client.updateLab({ path: { id }, body: request }));
  }

  async deleteLab(id: string): Promise<Lab> {
    return jsonOf(this.#transport.client().deleteLab({ path: { id } }));
  }

  async retryLab(id: string): Promise<Lab> {
    return jsonOf(this.#transport.client().retryLab({ path: { id } }));
  }

  async pauseLab(id: string): Promise<Lab> {
    return jsonOf(this.#transport.client().pauseLab({ path: { id } }));
  }

  async resumeLab(id: string): Promise<Lab> {
    return jsonOf(this.#transport.client().resumeLab({ path: { id } }));
  }

  async getKubeconfig(
    id: string,
    options: { for?: 'owner' | 'viewer'; reach?: 'people' | 'portal' } = {},
  ): Promise<string> {
    // The generated type has `_for`, because `for` is a reserved word; the server
    // expects the name of the OpenAPI file.
    const query: Record<string, string> = { ...options };
    const client = this.#transport.client();
    return textOf(client.getKubeconfig({ path: { id }, query }));
  }

  async getLabActivity(
    id: string,
    query: LabActivityQuery = {},
  ): Promise<LabEventList> {
    return jsonOf(
      this.#transport.client().getLabActivity({
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
    const client = this.#transport.client({}, options);
    return jsonOf(client.execInLab({ path: { id }, body: request }));
  }

  streamExec(
    id: string,
    request: ExecRequest,
    options: { signal?: AbortSignal } = {},
  ): AsyncGenerator<LabExecFrame> {
    return streamExec(this.#transport, id, request, options);
  }

  async applyToLab(
    id: string,
    archive: Blob,
    options: LabApplyOptions = {},
  ): Promise<LabJob> {
    return uploadManifests(this.#transport, id, archive, options);
  }

  async getLabLogSources(id: string): Promise<LabLogSources> {
    return jsonOf(this.#transport.client().getLabLogSources({ path: { id } }));
  }

  async getLabLogs(
    id: string,
    query: LabLogQuery,
    options: { signal?: AbortSignal } = {},
  ): Promise<string> {
    const client = this.#transport.client({}, options);
    return textOf(
      client.getLabLogs({ path: { id }, query: logParameters(query) }),
    );
  }

  followLabLogs(
    id: string,
    query: LabLogQuery,
    options: { signal?: AbortSignal } = {},
  ): AsyncGenerator<string> {
    return followLogs(this.#transport, id, query, options);
  }

  async getLabLogsArchive(
    id: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<LabLogsArchive> {
    return downloadLogs(this.#transport, id, options);
  }

  async listLabImages(id: string): Promise<LabImageList> {
    return jsonOf(this.#transport.client().listLabImages({ path: { id } }));
  }

  async importLabImage(
    id: string,
    source: LabImageSource,
    options: { name?: string; signal?: AbortSignal } = {},
  ): Promise<LabJob> {
    return uploadImage(this.#transport, id, source, options);
  }

  async listJobs(query: LabJobQuery = {}): Promise<LabJobList> {
    const { status, type, limit, ...rest } = query;
    return jsonOf(
      this.#transport.client().listJobs({
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
    return jsonOf(this.#transport.client().getJob({ path: { id } }));
  }

  async cancelJob(id: string): Promise<LabJob> {
    return jsonOf(this.#transport.client().cancelJob({ path: { id } }));
  }

  streamLabs(options: StreamLabsOptions = {}): AsyncGenerator<LabStreamFrame> {
    return streamLabs(this.#transport, options);
  }
}
