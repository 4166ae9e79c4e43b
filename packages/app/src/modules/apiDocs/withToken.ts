import type { IdentityApi } from '@backstage/frontend-plugin-api';

/** What Swagger UI is about to send. */
export interface TriedRequest {
  url: string;
  headers?: Record<string, string>;
}

/**
 * Sends the requests of "Try it out" to the portal's backend as the signed-in user.
 * Other servers are not given the user's token.
 */
export function withToken(
  backendUrl: string,
  identityApi: Pick<IdentityApi, 'getCredentials'>,
) {
  const { origin } = new URL(backendUrl);
  return async <T extends TriedRequest>(request: T): Promise<T> => {
    const url = new URL(request.url, window.location.href);
    const isAuthorized = Object.keys(request.headers ?? {}).some(
      name => name.toLowerCase() === 'authorization',
    );
    if (
      url.origin !== origin ||
      !url.pathname.startsWith('/api/') ||
      isAuthorized
    ) {
      return request;
    }
    const { token } = await identityApi.getCredentials();
    return token
      ? {
          ...request,
          headers: { ...request.headers, Authorization: `Bearer ${token}` },
        }
      : request;
  };
}
