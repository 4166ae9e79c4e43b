import type {
  DiscoveryApi,
  FetchApi,
  IdentityApi,
} from '@backstage/frontend-plugin-api';
import {
  LabClient,
  type LabStreamFrame,
  type StreamLabsOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Locks } from './Leadership';
import { type Channel, SharedStream } from './SharedStream';

/** What tabs of one browser find each other by. */
export interface TabServices {
  locks: Locks;
  openChannel: (name: string) => Channel;
}

/** A tab that has no others: its readers share one stream. */
const LONE_TAB: TabServices = {
  locks: { request: async () => Promise.reject(new Error('No locks')) },
  openChannel: () => ({
    postMessage: () => {},
    close: () => {},
    onmessage: null,
  }),
};

/**
 * What this browser has of it: undefined in older browsers, and where the portal
 * comes over plain HTTP from another machine.
 */
export function browserTabServices(): TabServices | undefined {
  const { locks } = navigator;
  return locks && typeof BroadcastChannel === 'function'
    ? { locks, openChannel: name => new BroadcastChannel(name) }
    : undefined;
}

/** What {@link SharedLabClient} needs. */
export interface SharedLabClientOptions {
  discoveryApi: DiscoveryApi;
  fetchApi: FetchApi;
  identityApi: IdentityApi;
  /** Each tab has a stream of its own without it. */
  tabs?: TabServices;
}

/**
 * The client of the API in a browser: the tabs of one person share a single stream
 * of events, since a browser has only six HTTP/1.1 connections to a server for all
 * of them.
 */
export class SharedLabClient extends LabClient {
  readonly #options: SharedLabClientOptions;
  readonly #streams = new Map<string, SharedStream>();

  constructor(options: SharedLabClientOptions) {
    super(options);
    this.#options = options;
  }

  async *streamLabs(
    options: StreamLabsOptions = {},
  ): AsyncGenerator<LabStreamFrame> {
    const { tabs = LONE_TAB } = this.#options;
    const key = await this.#key();
    const stream =
      this.#streams.get(key) ??
      new SharedStream({
        key,
        locks: tabs.locks,
        openChannel: tabs.openChannel,
        open: from => this.#open(key, from),
      });
    this.#streams.set(key, stream);
    yield* stream.stream(options);
  }

  /** What comes goes to all who share the key: it must be theirs. */
  async *#open(
    key: string,
    options: StreamLabsOptions,
  ): AsyncGenerator<LabStreamFrame> {
    if ((await this.#key()) !== key) {
      throw new Error('Another user has signed in on this page.');
    }
    yield* super.streamLabs(options);
  }

  /** Only the same person with the same groups sees the same labs. */
  async #key(): Promise<string> {
    const { discoveryApi, identityApi } = this.#options;
    const [baseUrl, { userEntityRef, ownershipEntityRefs }] = await Promise.all(
      [
        discoveryApi.getBaseUrl('pyk8s-lab'),
        identityApi.getBackstageIdentity(),
      ],
    );
    return JSON.stringify([
      baseUrl,
      userEntityRef,
      [...ownershipEntityRefs].sort(),
    ]);
  }
}
