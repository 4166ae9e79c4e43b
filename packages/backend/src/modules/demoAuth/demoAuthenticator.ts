import { NotFoundError } from '@backstage/errors';
import {
  createProxyAuthenticator,
  type SignInResolver,
} from '@backstage/plugin-auth-node';
import { type DemoUser, findDemoUser } from './demoUsers';

/**
 * Trusts the header `x-demo-user`.
 *
 * @param users - who can be signed in as
 */
export function createDemoAuthenticator(users: readonly DemoUser[]) {
  return createProxyAuthenticator({
    defaultProfileTransform: async (user: DemoUser) => ({
      profile: { displayName: user.title },
    }),
    initialize: () => undefined,
    authenticate: async ({ req }) => ({
      result: findDemoUser(users, req.header('x-demo-user')),
    }),
  });
}

/**
 * Gives the user the groups that the catalog says. A user without an entity is
 * refused: a token without groups would look like a sign-in that worked.
 *
 * @throws NotFoundError while the catalog does not have the user
 */
export const signInWithDemoUser: SignInResolver<DemoUser> = async (
  { result: { entityRef } },
  context,
) => {
  try {
    return await context.signInWithCatalogUser({ entityRef });
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundError') {
      throw new NotFoundError(
        `The catalog has no ${entityRef}. It reads its users soon after a start, so try again in a moment; if this stays, look at catalog.locations.`,
      );
    }
    throw error;
  }
};
