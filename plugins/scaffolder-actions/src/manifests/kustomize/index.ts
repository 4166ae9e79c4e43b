export { findKustomization } from './findKustomization';
export { Kustomizer, type KustomizeOptions } from './Kustomizer';
