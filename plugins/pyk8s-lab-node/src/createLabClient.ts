import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { LabClient } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/**
 * How a backend plugin calls the API of labs.
 * @public
 */
export interface LabClientOptions {
  readonly auth: Pick<AuthService, 'getPluginRequestToken'>;
  readonly discovery: DiscoveryService;
  /** As whom it calls: a person, or the plugin itself. Asked for each request. */
  readonly onBehalfOf: () => Promise<BackstageCredentials>;
  /** Ends every request, beside the signal that a call is given. */
  readonly signal?: AbortSignal;
  /** How long each request may take, streams included. */
  readonly timeoutMs?: number;
}

/**
 * A client of the labs' API for backend plugins. Each request gets a token of its own,
 * since tokens last minutes, and what uses a client may last hours.
 * @public
 */
export function createLabClient(options: LabClientOptions): LabClient {
  const { auth, discovery, onBehalfOf, signal, timeoutMs } = options;
  return new LabClient({
    discoveryApi: discovery,
    fetchApi: {
      fetch: async (input, init = {}) => {
        const { token } = await auth.getPluginRequestToken({
          onBehalfOf: await onBehalfOf(),
          targetPluginId: 'pyk8s-lab',
        });
        const headers = new Headers(init.headers);
        headers.set('Authorization', `Bearer ${token}`);
        const signals = [
          init.signal,
          signal,
          timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs),
        ].filter(given => !!given);
        return fetch(input, {
          ...init,
          headers,
          signal: AbortSignal.any(signals),
        });
      },
    },
  });
}
