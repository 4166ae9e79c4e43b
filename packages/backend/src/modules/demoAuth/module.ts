/*
 * Sign-in as one of several example people, so that ownership means something
 * on a developer's own machine. Nobody is asked for a password: it is for
 * development only, and exists only where `auth.providers.demo` is configured.
 *
 * The contract with the sign-in page:
 *
 *   GET or POST /api/auth/demo/refresh
 *   x-demo-user: user:default/alice        ("alice" is short for the same)
 *
 * 200: { profile: { displayName }, backstageIdentity: { token, expiresInSeconds,
 *      identity: { type: "user", userEntityRef, ownershipEntityRefs } } }
 * 400: no header, or one that is no entity ref
 * 403: not in auth.providers.demo.users
 * 404: not in the catalog, which reads the examples soon after a start
 *
 * The user travels in a header, never in the query: a page of another origin
 * cannot send such a header without the permission that CORS denies it.
 */
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import {
  createDemoAuthenticator,
  signInWithDemoUser,
} from './demoAuthenticator';
import { readDemoUsers } from './demoUsers';

const SECTION = 'auth.providers.demo';

/**
 * The auth provider `demo`.
 */
const demoAuthModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'demo-provider',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, logger, providers }) {
        const section = config.getOptionalConfig(SECTION);
        if (!section) {
          return;
        }
        throwUnlessAllowed(section);
        const users = readDemoUsers(section);
        logger.info(
          `Anyone who reaches this portal can sign in without a password as ${users
            .map(user => user.entityRef)
            .join(', ')}`,
        );
        providers.registerProvider({
          providerId: 'demo',
          factory: createProxyAuthProviderFactory({
            authenticator: createDemoAuthenticator(users),
            signInResolver: signInWithDemoUser,
          }),
        });
      },
    });
  },
});

function throwUnlessAllowed(section: Config): void {
  const allowedAnywhere = section.getOptionalBoolean(
    'dangerouslyAllowOutsideDevelopment',
  );
  if (process.env.NODE_ENV !== 'development' && !allowedAnywhere) {
    throw new Error(
      `${SECTION} lets anyone sign in without a password, so it works only with NODE_ENV=development. ` +
        `Set ${SECTION} to null, or, on a machine that only trusted people reach, ${SECTION}.dangerouslyAllowOutsideDevelopment to true.`,
    );
  }
}

export default demoAuthModule;
