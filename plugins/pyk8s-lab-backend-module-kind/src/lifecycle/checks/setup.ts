import type { DockerHost, KindContainer } from '../../docker/DockerHost';
import { KUBEADM_CONF, leavesAddonsOut } from '../../kind/kubeadmPatches';

/** Written into a control plane when everything of its cluster is installed. */
export const SETUP_FILE = '/kind/pyk8s-lab-setup';

/**
 * False for a cluster whose creation was cut off: kind may have gone on without the
 * portal, and such a cluster can be Ready without kube-proxy and CoreDNS. Clusters of
 * earlier versions, which kubeadm has set up alone, are complete.
 */
export async function isSetUp(
  docker: Pick<DockerHost, 'readFile'>,
  controlPlane: KindContainer,
  options: { signal: AbortSignal },
): Promise<boolean> {
  if (await docker.readFile(controlPlane.id, SETUP_FILE, options)) {
    return true;
  }
  const conf = await docker.readFile(controlPlane.id, KUBEADM_CONF, options);
  return conf === undefined || !leavesAddonsOut(conf);
}
