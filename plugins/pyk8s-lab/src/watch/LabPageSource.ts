import type {
  Lab,
  LabApi,
  LabListQuery,
  LabStreamFrame,
  StreamLabsOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { toError } from '@backstage/errors';
import type { LabSource } from './followLabs';

/** One page of labs, as the server made it. */
export interface LabPage {
  /** What was asked for. */
  query: LabListQuery;
  /** The labs of the page, in order. */
  ids: readonly string[];
  /** How many there are on all pages. */
  totalItems: number;
  nextCursor?: string;
  /** Why the page did not come that was asked for; it is empty then. */
  error?: Error;
}

/**
 * Labs of which a page holds only some, however many there are: the server
 * filters, sorts and cuts them. What happens to a lab of the page is shown at
 * once; where it is about others, the page is read again.
 */
export class LabPageSource implements LabSource {
  readonly #api: LabApi;
  readonly #onPage: (page: LabPage) => void;
  readonly #listeners = new Set<() => void>();
  #query: LabListQuery;
  #shown: ReadonlyMap<string, Lab> = new Map();
  #shownQuery: LabListQuery | undefined;
  #requests = 0;

  /**
   * @param onPage - gets each page that is read
   */
  constructor(options: {
    api: LabApi;
    query: LabListQuery;
    onPage: (page: LabPage) => void;
  }) {
    this.#api = options.api;
    this.#query = options.query;
    this.#onPage = options.onPage;
  }

  /** Shows another page, or other labs. */
  show(query: LabListQuery): void {
    if (query !== this.#query) {
      this.#query = query;
      this.#listeners.forEach(listener => listener());
    }
  }

  async *list(): AsyncGenerator<Lab[]> {
    this.#requests += 1;
    const request = this.#requests;
    const query = this.#query;
    try {
      const { items, totalItems, pageInfo } = await this.#api.listLabs(query);
      if (request !== this.#requests) {
        // The answer to a later request counts; until then nothing changes.
        yield [...this.#shown.values()];
        return;
      }
      this.#shown = new Map(items.map(lab => [lab.id, lab]));
      this.#shownQuery = query;
      yield items;
      const ids = items.map(({ id }) => id);
      const { nextCursor } = pageInfo;
      this.#onPage({ query, ids, totalItems, nextCursor });
    } catch (cause) {
      const error = toError(cause);
      // A page that is there stays when it cannot be read again.
      if (request === this.#requests && query !== this.#shownQuery) {
        this.#onPage({ query, ids: [], totalItems: 0, error });
      }
      throw error;
    }
  }

  stream(options: StreamLabsOptions): AsyncIterable<LabStreamFrame> {
    return this.#api.streamLabs(options);
  }

  place(lab: Lab): 'here' | 'unsure' {
    const listed = this.#shown.get(lab.id);
    // Another status, name, owner or end may belong elsewhere in the list.
    const stays =
      listed?.status === lab.status &&
      listed.name === lab.name &&
      listed.owner === lab.owner &&
      listed.expiresAt === lab.expiresAt;
    return stays ? 'here' : 'unsure';
  }

  onStale(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
