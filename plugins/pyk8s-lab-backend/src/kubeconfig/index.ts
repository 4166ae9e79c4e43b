export { CLUSTER_TIMEOUT_MS } from './clusterTimeout';
export { KeyRing } from './KeyRing';
export { KubeconfigVault, sealAccess } from './KubeconfigVault';
export { openKeyRing } from './openKeyRing';
export { userKubeconfig } from './userKubeconfig';
