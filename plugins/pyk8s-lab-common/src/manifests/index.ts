/**
 * Packs manifests for the labs' API, in Node.js.
 *
 * @packageDocumentation
 */
export { hasKustomization, type CollectOptions } from './collectFiles';
export { packManifests, type PackedManifests } from './packManifests';
