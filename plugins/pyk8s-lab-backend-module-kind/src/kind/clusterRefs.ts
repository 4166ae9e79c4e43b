import {
  ProviderUnavailableError,
  type ClusterRef,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { InputError } from '@backstage/errors';

const CLUSTER_NAME = /^lab-[a-z0-9]+-[0-9a-f][0-9a-f-]*$/;

/**
 * kind's longest node name is the cluster's with `-control-plane`; a host name has at
 * most 63 characters.
 */
const MAX_LENGTH = 63 - '-control-plane'.length;

/**
 * Checks that a name is one of the portal's (`lab-<instance>-<id>`), since it reaches
 * command lines.
 * @throws InputError when it is not
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

/** The only lab host: the portal's Docker. */
export const HOST = 'local';

/**
 * Checks that a cluster can be one of this provider.
 * @throws InputError when its name is not one of the portal's
 * @throws ProviderUnavailableError when it is on another host, such as after a change
 *   of the config
 */
export function assertKnown({ name, host }: ClusterRef): void {
  assertClusterName(name);
  assertHost(host);
}

/** @throws ProviderUnavailableError for another host */
export function assertHost(host: string): void {
  if (host !== HOST) {
    throw new ProviderUnavailableError(
      `There is no lab host "${host}" here, only "${HOST}".`,
    );
  }
}
