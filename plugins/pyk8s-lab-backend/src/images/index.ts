export { importJobs } from './hostImages';
export { ImageListings } from './ImageListings';
export { parseImagePattern, type ImagePattern } from './imagePatterns';
export type { ImageSource } from './importArchive';
export { ImageService, type BegunImport } from './ImageService';
export type { ImportOptions } from './importImage';
export { spreadImages } from './spreadImages';
export {
  LabImages,
  type LabImagesOptions,
  type StartedImport,
} from './LabImages';
