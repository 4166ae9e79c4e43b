import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useCallback } from 'react';
import useAsync from 'react-use/esm/useAsync';
import type { Caller } from '../labs';

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
