import { ResponseError } from '@backstage/errors';
import {
  DefaultApiClient,
  type TypedResponse,
} from '../schema/openapi/generated/apis';
import { pluginId } from '../schema/openapi/generated/pluginId';

/** Where the API is, and how requests are authenticated. */
export interface TransportOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi?: { fetch: typeof fetch };
}

/** Sends requests to the API, with the generated client or directly. */
export class Transport {
  readonly #discoveryApi: TransportOptions['discoveryApi'];
  readonly #fetch: typeof fetch;

  constructor({ discoveryApi, fetchApi }: TransportOptions) {
    this.#discoveryApi = discoveryApi;
    // Called on the object, because a browser's fetch needs its `this`.
    this.#fetch = (input, init) =>
      fetchApi ? fetchApi.fetch(input, init) : globalThis.fetch(input, init);
  }

  /** The generated client, which adds these headers to each request. */
  client(
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

  /** Sends a request that the generated client cannot: streams and archives. */
  async send(path: string, init: RequestInit): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl(pluginId);
    const response = await this.#fetch(`${baseUrl}${path}`, init);
    await throwUnlessOk(response);
    return response;
  }
}

/** The body of a response of the generated client. */
export async function jsonOf<T>(
  request: Promise<TypedResponse<T>>,
): Promise<T> {
  const response = await request;
  await throwUnlessOk(response);
  return response.json();
}

/** The same for a response that is text. */
export async function textOf(
  request: Promise<TypedResponse<unknown>>,
): Promise<string> {
  const response = await request;
  await throwUnlessOk(response);
  return response.text();
}

async function throwUnlessOk(response: TypedResponse<unknown> | Response) {
  if (!response.ok) {
    throw await ResponseError.fromResponse(response as Response);
  }
}
