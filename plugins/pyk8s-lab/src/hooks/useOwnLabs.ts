import {
  type IdentityApi,
  identityApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import type { Lab, LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useMemo } from 'react';
import { labApiRef } from '../api';
import type { LabSource } from '../live';

// The most that the API gives at once.
const PAGE_SIZE = 200;

/** The labs of the user and of the user's groups, whose number quotas bound. */
class OwnLabsSource implements LabSource {
  readonly #api: LabApi;
  readonly #identityApi: IdentityApi;
  #owners: readonly string[] | undefined;

  constructor(options: { api: LabApi; identityApi: IdentityApi }) {
    this.#api = options.api;
    this.#identityApi = options.identityApi;
  }

  async *list(): AsyncGenerator<Lab[]> {
    const identity = await this.#identityApi.getBackstageIdentity();
    const owner = identity.ownershipEntityRefs;
    this.#owners = owner;
    let cursor: string | undefined;
    do {
      const { items, pageInfo } = await this.#api.listLabs({
        owner,
        limit: PAGE_SIZE,
        cursor,
      });
      yield items;
      cursor = pageInfo.nextCursor;
    } while (cursor);
  }

  stream(...args: Parameters<LabApi['streamLabs']>) {
    return this.#api.streamLabs(...args);
  }

  // An administrator hears of everybody's labs.
  place(lab: Lab): 'here' | 'elsewhere' | 'unsure' {
    if (!this.#owners) {
      return 'unsure';
    }
    return this.#owners.includes(lab.owner) ? 'here' : 'elsewhere';
  }
}

/** Where the labs come from that the user owns, in person or by a group. */
export function useOwnLabs(): LabSource {
  const api = useApi(labApiRef);
  const identityApi = useApi(identityApiRef);
  return useMemo(
    () => new OwnLabsSource({ api, identityApi }),
    [api, identityApi],
  );
}
