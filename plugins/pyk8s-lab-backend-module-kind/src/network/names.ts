import { createHash } from 'node:crypto';

/** The label of a lab's network with the name of its cluster. */
export const NETWORK_LABEL = 'io.pyk8s-lab.cluster';

/** kind's default network, which earlier versions used. */
const SHARED_NETWORK = 'kind';

/**
 * Before version 28 Docker routes a container with several networks through the one
 * whose name comes first: for the portal it must never be that of a lab.
 */
const PREFIX = 'zz-';

/** The prefix of the names of clusters of all portals. */
const LABS = 'lab-';
/** `lab-<instance>-<uuid>`: clusters of other tools may have any name. */
const LAB_CLUSTER = /^lab-[\da-z]{6}-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The rules of `tools/lab-host/firewall` match the bridges of labs by it. */
const BRIDGE_PREFIX = 'pyk8s';
const MAX_INTERFACE_NAME = 15;

/** The name of the network of a cluster. */
export function networkOf(cluster: string): string {
  return `${PREFIX}${cluster}`;
}

/** The name of its bridge on the host. */
export function bridgeOf(cluster: string): string {
  const digest = createHash('sha256').update(cluster).digest('hex');
  return `${BRIDGE_PREFIX}${digest}`.slice(0, MAX_INTERFACE_NAME);
}

/**
 * True for the networks of nodes of labs.
 * @param main - the network that the portal's own container was started on
 */
export function isLabNetwork(name: string, main: string): boolean {
  return (
    name !== main &&
    (name === SHARED_NETWORK || name.startsWith(networkOf(LABS)))
  );
}

/**
 * The clusters of labs whose nodes are on the shared network of earlier versions, which
 * the rules for the bridges of labs do not match.
 */
export function clustersOnSharedNetwork(
  nodes: readonly { readonly cluster: string; readonly network: string }[],
): string[] {
  const found = nodes
    .filter(
      ({ cluster, network }) =>
        network === SHARED_NETWORK && LAB_CLUSTER.test(cluster),
    )
    .map(({ cluster }) => cluster);
  return [...new Set(found)].sort();
}
