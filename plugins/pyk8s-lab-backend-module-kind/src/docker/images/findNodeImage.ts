import type Docker from 'dockerode';

/** kind sets it on its containers. */
export const CLUSTER_LABEL = 'io.x-k8s.kind.cluster';
/** Also set on load balancers, whose image is not a node image. */
export const ROLE_LABEL = 'io.x-k8s.kind.role';

/** The repository of kind's default node images. */
const KINDS_IMAGES = 'kindest/node';
const NODE_ROLES = new Set(['control-plane', 'worker']);

/**
 * The id of a node image: that of the newest node, or else the newest of kind's
 * repository.
 *
 * @returns undefined when Docker has none
 */
export async function findNodeImage(
  docker: Docker,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const containers = await docker.listContainers({
    all: true,
    filters: { label: [CLUSTER_LABEL] },
    abortSignal,
  });
  const node = newest(
    containers.filter(({ Labels }) => NODE_ROLES.has(Labels[ROLE_LABEL])),
  );
  if (node) {
    return node.ImageID;
  }
  const images = await docker.listImages({
    filters: { reference: [KINDS_IMAGES] },
    abortSignal,
  });
  return newest(images)?.Id;
}

function newest<T extends { Created: number }>(
  found: readonly T[],
): T | undefined {
  return found.reduce<T | undefined>(
    (last, one) => (last && last.Created >= one.Created ? last : one),
    undefined,
  );
}
