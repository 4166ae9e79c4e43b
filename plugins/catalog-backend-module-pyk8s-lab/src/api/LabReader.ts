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

/** The time limit of a response, or for a stream to open, in milliseconds. */
const ANSWER_MS = 30_000;

/** All labs, page by page. */
export interface LabListing {
  readonly labs: readonly Lab[];
  readonly pages: number;
}

/** The dependencies of a {@link LabReader}. */
export interface LabReaderOptions {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
}

/** Reads labs as the catalog plugin, which may read all of them. */
export class LabReader {
  readonly #options: LabReaderOptions;

  static create(options: LabReaderOptions): LabReader {
    return new LabReader(options);
  }

  private constructor(options: LabReaderOptions) {
    this.#options = options;
  }

  /**
   * All labs that are not DELETED, oldest first. Labs that end meanwhile shift others
   * to earlier pages, so that a list of several pages may miss existing labs.
   * @throws when a page fails: lists are complete or fail
   */
  async list(signal: AbortSignal): Promise<LabListing> {
    const labs: Lab[] = [];
    let pages = 0;
    // Each page has its own time limit.
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

  /** A lab; undefined if it does not exist. */
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
   * Follows all labs until the server or the signal ends the stream.
   * @param options - lastEventId: the last known event, so that later ones are replayed
   *   first; onOpen: called once the server has accepted
   */
  async *follow(options: {
    lastEventId: number | undefined;
    signal: AbortSignal;
    onOpen: () => void;
  }): AsyncGenerator<LabStreamFrame> {
    const slow = new AbortController();
    const timer = setTimeout(
      () => slow.abort(new Error('The API took too long to answer.')),
      ANSWER_MS,
    );
    try {
      const signal = AbortSignal.any([options.signal, slow.signal]);
      yield* this.#client(signal).streamLabs({
        lastEventId: options.lastEventId,
        signal,
        onOpen: () => {
          clearTimeout(timer);
          options.onOpen();
        },
      });
    } finally {
      clearTimeout(timer);
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
