export { checkKustomization, findKustomization } from './checkKustomization';
export { Kustomizer, type KustomizeOptions } from './Kustomizer';
