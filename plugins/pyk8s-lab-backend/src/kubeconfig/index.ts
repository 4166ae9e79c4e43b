export { CLUSTER_TIMEOUT_MS } from './clusterTimeout';
export { KeyRing } from './KeyRing';
export { KubeconfigVault } from './KubeconfigVault';
export { openKeyRing } from './openKeyRing';
export { readClusterAccess, serverOf, userKubeconfig } from './userKubeconfig';
