export { ImageListings } from './ImageListings';
export { parseImagePattern, type ImagePattern } from './imagePatterns';
export { RECEIVED, type ImageSource } from './importArchive';
export {
  LabImages,
  type LabImagesOptions,
  type StartedImport,
} from './LabImages';
