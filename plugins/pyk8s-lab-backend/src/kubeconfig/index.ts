export { KeyRing } from './KeyRing';
export { KubeconfigVault } from './KubeconfigVault';
export { openKeyRing } from './openKeyRing';
export { serverOf, userKubeconfig } from './userKubeconfig';
