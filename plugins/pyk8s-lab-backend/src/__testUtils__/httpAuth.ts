import {
  coreServices,
  createServiceFactory,
  type BackstageCredentials,
  type BackstageUserPrincipal,
  type HttpAuthService,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';

/**
 * Authentication with the test utilities' tokens. A caller without one is not signed in.
 * The mock forgets which plugin asks on behalf of a user, which the permission
 * backend insists on; here it is known.
 */
export const httpAuthOfTests = createServiceFactory({
  service: coreServices.httpAuth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }): HttpAuthService {
    const mock = mockServices.httpAuth({
      pluginId: plugin.getId(),
      defaultCredentials: mockCredentials.none(),
    });
    const credentials: HttpAuthService['credentials'] = async (
      req,
      options,
    ) => {
      const found = await mock.credentials(req, options);
      const byPlugin = /^Bearer mock-service-token/.test(
        req.headers.authorization ?? '',
      );
      return byPlugin && isUser(found)
        ? {
            ...found,
            principal: {
              ...found.principal,
              actor: { type: 'service', subject: 'plugin:some' },
            },
          }
        : found;
    };
    return {
      credentials,
      issueUserCookie: (res, options) => mock.issueUserCookie(res, options),
    };
  },
});

function isUser(
  credentials: BackstageCredentials<unknown>,
): credentials is BackstageCredentials<BackstageUserPrincipal> {
  return (credentials.principal as { type?: string }).type === 'user';
}
