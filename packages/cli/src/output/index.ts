export { FORMATS, format, readFormat, type Format } from './formats';
export { bar, labProgress, type Progress } from './LabProgress';
export { labDetails, labTable, formatRoughly, statusOf } from './labs';
export { withLogTimes, type LogTimes } from './logTimes';
export {
  isInteractive,
  plain,
  styleFor,
  type Style,
  fitToScreen,
} from './terminal';
export { table } from './table';
export {
  uploadProgress,
  taskProgress,
  type TaskProgress,
} from './taskProgress';
