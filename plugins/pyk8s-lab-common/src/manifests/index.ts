/**
 * Packs manifests for the API of labs, in Node.js.
 *
 * @packageDocumentation
 */
export { hasKustomization, type CollectOptions } from './collectFiles';
export { packManifests, type PackedManifests } from './packManifests';
