export { KeyRing } from './KeyRing';
export { openKeyRing } from './openKeyRing';
export { serverOf, userKubeconfig } from './userKubeconfig';
