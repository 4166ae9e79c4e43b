import type {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';

const PLUGIN_ID = 'pyk8s-lab';

/**
 * Has the plugin asked for something by itself, so that it knows the server that it
 * is served by before people's first request is one to upgrade. Where that does not
 * get here, as through a load balancer, any other request does it.
 */
export async function meetServer(services: {
  auth: AuthService;
  discovery: DiscoveryService;
  logger: LoggerService;
}): Promise<void> {
  const { auth, discovery, logger } = services;
  try {
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: PLUGIN_ID,
    });
    const url = `${await discovery.getBaseUrl(PLUGIN_ID)}/labs?limit=1`;
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${token}` },
    });
    await response.body?.cancel();
  } catch (error) {
    logger.debug(
      'The plugin could not ask itself; the next request will do',
      toError(error),
    );
  }
}
