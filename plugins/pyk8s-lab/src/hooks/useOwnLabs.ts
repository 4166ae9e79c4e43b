import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { labApiRef } from '../api';
import { type LabSource, ownLabs } from '../live';

/** Where the labs come from that the user owns, in person or by a group. */
export function useOwnLabs(): LabSource {
  const api = useApi(labApiRef);
  const identityApi = useApi(identityApiRef);
  return useMemo(() => ownLabs({ api, identityApi }), [api, identityApi]);
}
