import {
  identityApiRef,
  useApi,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import { entityPresentationApiRef } from '@backstage/plugin-catalog-react';
import useAsync from 'react-use/esm/useAsync';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useCallback } from 'react';
import { type Caller, describeOwner } from '../labs';
import { useTranslate } from '../translation';

/** Who is signed in; undefined until it is known. */
export function useCaller(): Caller | undefined {
  const identityApi = useApi(identityApiRef);
  return useAsync(() => identityApi.getBackstageIdentity(), [identityApi])
    .value;
}

/** Says of a lab whether the user asked for it. */
export function useIsMine(): (lab: Lab) => boolean {
  const me = useCaller()?.userEntityRef;
  return useCallback((lab: Lab) => lab.createdBy === me, [me]);
}

/**
 * The names of owners as plain text, as the catalog has them; a readable form
 * of the entity ref until it has answered, and where there is no catalog.
 *
 * @param refs - entity refs
 */
export function useOwnerNames(refs: string[]): string[] {
  const t = useTranslate();
  const presentationApi = useApiHolder().get(entityPresentationApiRef);
  const { value } = useAsync(
    async () =>
      presentationApi &&
      Promise.all(
        refs.map(async ref => {
          const { primaryTitle } = await presentationApi.forEntity(ref).promise;
          return primaryTitle;
        }),
      ),
    [presentationApi, refs.join()],
  );
  return value ?? refs.map(ref => describeOwner(t, ref));
}
