import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  LabClient,
  labPages,
  type Lab,
  type LabStreamFrame,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

const PLUGIN_ID = 'pyk8s-lab';
/** How long an answer, or the beginning of a stream, may take, in milliseconds. */
const ANSWER_MS = 30_000;

/** Every lab that there was, page by page. */
export interface LabListing {
  readonly labs: readonly Lab[];
  readonly pages: number;
}

/** What a {@link LabReader} works with. */
export interface LabReaderOptions {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
}

/**
 * Reads labs as the catalog plugin, which the API lets read all of them. Each
 * request gets a token of its own, since tokens are short-lived.
 */
export class LabReader {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  static create(options: LabReaderOptions): LabReader {
    return new LabReader(options);
  }

  private constructor(options: LabReaderOptions) {
    this.#auth = options.auth;
    this.#discovery = options.discovery;
  }

  /**
   * Every lab that is not DELETED, the oldest first. Labs that end meanwhile move
   * those after them to the pages before, so that a list of several pages may miss
   * labs that are there.
   * @throws when a page could not be had: there is no half a list
   */
  async list(signal: AbortSignal): Promise<LabListing> {
    const labs: Lab[] = [];
    let pages = 0;
    // Each page has its own time.
    const listLabs: LabClient['listLabs'] = async query => {
      signal.throwIfAborted();
      return this.#client(untilLate(signal)).listLabs(query);
    };
    for await (const page of labPages({ listLabs }, { orderBy: 'createdAt' })) {
      labs.push(...page);
      pages += 1;
    }
    return { labs, pages };
  }

  /** One lab, or nothing when there is no such lab by now. */
  async find(id: string, signal: AbortSignal): Promise<Lab | undefined> {
    try {
      return await this.#client(untilLate(signal)).getLab(id);
    } catch (error) {
      if (isError(error) && error.statusCode === 404) {
        return undefined;
      }
      throw error;
    }
  }

  /**
   * Follows all labs until the server or the signal ends it.
   * @param options - lastEventId: the last event that is known, so that those after
   *   it come first; onOpen: called once the server has accepted
   */
  async *follow(options: {
    lastEventId: number | undefined;
    signal: AbortSignal;
    onOpen: () => void;
  }): AsyncGenerator<LabStreamFrame> {
    const slow = new AbortController();
    const patience = setTimeout(
      () => slow.abort(new Error('The API took too long to answer.')),
      ANSWER_MS,
    );
    try {
      const signal = AbortSignal.any([options.signal, slow.signal]);
      yield* this.#client(signal).streamLabs({
        lastEventId: options.lastEventId,
        signal,
        onOpen: () => {
          clearTimeout(patience);
          options.onOpen();
        },
      });
    } finally {
      clearTimeout(patience);
    }
  }

  /** A client that signs as the plugin, and that the signal ends. */
  #client(signal: AbortSignal): LabClient {
    return new LabClient({
      discoveryApi: this.#discovery,
      fetchApi: {
        fetch: async (input, init = {}) => {
          const headers = new Headers(init.headers);
          headers.set('Authorization', `Bearer ${await this.#token()}`);
          return fetch(input, { ...init, headers, signal });
        },
      },
    });
  }

  async #token(): Promise<string> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: PLUGIN_ID,
    });
    return token;
  }
}

function untilLate(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
}
