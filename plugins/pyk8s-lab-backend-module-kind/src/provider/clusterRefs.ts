import {
  ProviderUnavailableError,
  type ClusterRef,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { assertClusterName } from '../kindCli/clusterName';

/** The one lab host: the Docker that the portal is pointed at. */
export const HOST = 'local';

/**
 * Lets only clusters pass that this provider can have made.
 * @throws InputError when the name is none of the portal's
 * @throws ProviderUnavailableError when the host is not this one, as after a
 *   change of the config
 */
export function assertKnown({ name, host }: ClusterRef): void {
  assertClusterName(name);
  assertHost(host);
}

/** @throws ProviderUnavailableError when the host is not this one */
export function assertHost(host: string): void {
  if (host !== HOST) {
    throw new ProviderUnavailableError(
      `There is no lab host "${host}" here, only "${HOST}".`,
    );
  }
}
