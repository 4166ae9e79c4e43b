export { parseImageName } from './imageName';
export {
  receiveArchive,
  type ReceiveArchiveOptions,
  type ReceivedArchive,
} from './receiveArchive';
export type { ArchiveImage } from './resolveImages';
