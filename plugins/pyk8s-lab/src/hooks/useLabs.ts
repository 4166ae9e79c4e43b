import { useApi } from '@backstage/frontend-plugin-api';
import type { Lab, LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useMemo } from 'react';
import { labApiRef } from '../api';
import type { LabSource, LabsState } from '../live';
import { useLabFeed } from './useLabFeed';

// The most that the API gives at once.
const PAGE_SIZE = 200;

async function* listAll(api: LabApi): AsyncGenerator<Lab[]> {
  let cursor: string | undefined;
  do {
    const { items, pageInfo } = await api.listLabs({
      limit: PAGE_SIZE,
      cursor,
    });
    yield items;
    cursor = pageInfo.nextCursor;
  } while (cursor);
}

/** Every lab that the user may see, always up to date. */
export interface LabsResult {
  labs: Lab[];
  state: LabsState;
  retry: () => void;
}

/** Follows every lab that the user may see, over one stream. */
export function useLabs(): LabsResult {
  const api = useApi(labApiRef);
  const source = useMemo<LabSource>(
    () => ({
      list: () => listAll(api),
      stream: options => api.streamLabs(options),
    }),
    [api],
  );
  const { state, retry } = useLabFeed(source);
  const labs = useMemo(
    () => Array.from(state.labs.values(), ({ lab }) => lab),
    [state.labs],
  );
  return { labs, state, retry };
}
