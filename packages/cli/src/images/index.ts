export { imageOfArchive, imageOfDocker, type OpenImage } from './openImage';
export { loadImage } from './loadImage';
