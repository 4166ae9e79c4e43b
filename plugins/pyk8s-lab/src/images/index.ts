export { failureOfSize, isCompressed } from './archives';
export { describeFailedImport, type ImportFailure } from './failure';
export { ImageImports, type ImageImport } from './ImageImports';
export { filterImages, describeNodesOf, nameOf } from './listing';
export { progressRows, type ProgressRow } from './progress';
export { type ImageSession, imageSessionOf } from './sessions';
export { commandFor } from './usage';
