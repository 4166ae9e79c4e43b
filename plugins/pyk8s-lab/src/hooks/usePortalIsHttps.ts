import { discoveryApiRef, useApi } from '@backstage/frontend-plugin-api';
import useAsync from 'react-use/esm/useAsync';

/**
 * Whether the portal's API is served over https, without which kubectl sends no
 * credentials; undefined until it is known.
 */
export function usePortalIsHttps(): boolean | undefined {
  const discoveryApi = useApi(discoveryApiRef);
  const { value } = useAsync(
    () => discoveryApi.getBaseUrl('pyk8s-lab'),
    [discoveryApi],
  );
  return value === undefined
    ? undefined
    : new URL(value, window.location.href).protocol === 'https:';
}
