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
