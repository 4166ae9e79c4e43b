import { stringify } from 'yaml';

/** The first node of a cluster has it, as kind writes it: what kubeadm sets it up by. */
export const KUBEADM_CONF = '/kind/kubeadm.conf';

/**
 * kubeadm installs kube-proxy and CoreDNS last, one request after another, while
 * nothing else goes on. `ClusterSetup` has it do that beside kind's own last steps.
 */
const SKIP_PHASES = ['preflight', 'addon'];

/**
 * Arguments of the controller manager, for a cluster that is ready sooner.
 *
 * - It starts its controllers one after another, and each asks for a token first: with
 *   its default of 20 requests a second that takes some 5 s, until which there is no
 *   default service account and no pod of the pod network.
 * - It asks to be the leader before the API server knows its role, and waits two to
 *   four seconds until it asks again, though there is no other.
 *
 * kube-controller-manager's reference has these flags and their defaults (20 and 30
 * requests, 2 s).
 */
const CONTROLLER_MANAGER = {
  'kube-api-qps': '100',
  'kube-api-burst': '200',
  'leader-elect-retry-period': '1s',
};

/** An argument of kind's own, which a patch of a list has to have in it. */
const OF_KIND = { 'enable-hostpath-provisioner': 'true' };

/**
 * What kind changes in the configuration of kubeadm.
 *
 * A patch without `apiVersion` fits all; kind's template for Kubernetes 1.23 to 1.35 is
 * `v1beta3`, where arguments are a map, and from 1.36 on `v1beta4`, where they are a
 * list, which a patch replaces as a whole (kind v0.33, `pkg/cluster/internal/kubeadm`).
 * Older versions of Kubernetes are set up as kind does it.
 *
 * @param certificateNames - that the API server's certificate is for, kind's own ones
 *   included, as it is a list
 */
export function kubeadmPatches(certificateNames: readonly string[]): string[] {
  return [
    {
      kind: 'ClusterConfiguration',
      apiServer: { certSANs: certificateNames },
    },
    {
      kind: 'ClusterConfiguration',
      apiVersion: 'kubeadm.k8s.io/v1beta3',
      controllerManager: { extraArgs: CONTROLLER_MANAGER },
    },
    {
      kind: 'ClusterConfiguration',
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      controllerManager: {
        extraArgs: Object.entries({ ...OF_KIND, ...CONTROLLER_MANAGER }).map(
          ([name, value]) => ({ name, value }),
        ),
      },
    },
    ...['v1beta3', 'v1beta4'].map(version => ({
      kind: 'InitConfiguration',
      apiVersion: `kubeadm.k8s.io/${version}`,
      skipPhases: SKIP_PHASES,
    })),
  ].map(patch => stringify(patch));
}

/**
 * Whether kubeadm was told to leave its add-ons out.
 * @param kubeadmConf - the content of {@link KUBEADM_CONF}, which the owner of a
 *   cluster can have changed
 */
export function leavesAddonsOut(kubeadmConf: string): boolean {
  return /^ {0,8}- ["']?addon["']?$/m.test(kubeadmConf);
}
