import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  LabClient,
  type LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** How long an answer may take, in milliseconds. */
const ANSWER_MS = 30_000;

/**
 * The API of labs as the search plugin asks it, which lets it read all of them. Each
 * request gets a token of its own, since tokens are short-lived.
 */
export function createLabReader(services: {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
}): Pick<LabApi, 'listLabs'> {
  const { auth, discovery } = services;
  return new LabClient({
    discoveryApi: discovery,
    fetchApi: {
      fetch: async (input, init = {}) => {
        const { token } = await auth.getPluginRequestToken({
          onBehalfOf: await auth.getOwnServiceCredentials(),
          targetPluginId: 'pyk8s-lab',
        });
        const headers = new Headers(init.headers);
        headers.set('Authorization', `Bearer ${token}`);
        const signal = AbortSignal.timeout(ANSWER_MS);
        return fetch(input, { ...init, headers, signal });
      },
    },
  });
}
