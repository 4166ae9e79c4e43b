import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  labPages,
  type LabApi,
  type Lab,
  type LabStreamFrame,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { createLabClient } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

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

/** Reads labs as the catalog plugin, which the API lets read all of them. */
export class LabReader {
  readonly #options: LabReaderOptions;

  static create(options: LabReaderOptions): LabReader {
    return new LabReader(options);
  }

  private constructor(options: LabReaderOptions) {
    this.#options = options;
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
    const listLabs: LabApi['listLabs'] = async query => {
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

  #client(signal: AbortSignal): LabApi {
    const { auth } = this.#options;
    return createLabClient({
      ...this.#options,
      onBehalfOf: () => auth.getOwnServiceCredentials(),
      signal,
    });
  }
}

function untilLate(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
}
