import {
  ProviderUnavailableError,
  type ClusterRef,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { InputError } from '@backstage/errors';

const CLUSTER_NAME = /^lab-[a-z0-9]+-[0-9a-f][0-9a-f-]*$/;

/**
 * kind's longest node name is the cluster's with `-control-plane`, and a host name
 * has at most 63 characters.
 */
const MAX_LENGTH = 63 - '-control-plane'.length;

/**
 * Lets only names pass that the portal has made (`lab-<instance>-<id>`), since
 * they reach command lines.
 * @throws InputError for any other name
 */
export function assertClusterName(name: string): void {
  if (!CLUSTER_NAME.test(name) || name.length > MAX_LENGTH) {
    throw new InputError(
      `"${name.slice(
        0,
        80,
      )}" is not a cluster name of PyK8s-Lab: it must be lab-<instance>-<id>, with at most ${MAX_LENGTH} characters.`,
    );
  }
}

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
