import { useApi } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { labApiRef } from '../api';
import { type LabSource, SelectedLabs } from '../live';

/**
 * Where the labs come from that belong to an entity of the catalog.
 *
 * @param relation - whether it owns them, or is the component they are made for
 * @param entityRef - the entity's ref
 */
export function useLabsOf(
  relation: 'owner' | 'component',
  entityRef: string,
): LabSource {
  const api = useApi(labApiRef);
  return useMemo(
    () =>
      SelectedLabs.create({
        api,
        select: async () => ({ [relation]: [entityRef] }),
      }),
    [api, relation, entityRef],
  );
}
