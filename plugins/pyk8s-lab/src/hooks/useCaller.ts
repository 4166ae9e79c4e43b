import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import useAsync from 'react-use/esm/useAsync';
import type { Caller } from '../labs';

/** Who is signed in; undefined until it is known. */
export function useCaller(): Caller | undefined {
  const identityApi = useApi(identityApiRef);
  return useAsync(() => identityApi.getBackstageIdentity(), [identityApi])
    .value;
}
