export { nameOf, type Manifest } from './Manifest';
export { readManifests } from './readManifests';
