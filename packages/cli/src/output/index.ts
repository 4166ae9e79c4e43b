export { FORMATS, format, readFormat, type Format } from './formats';
export { bar, labProgress, type Progress } from './LabProgress';
export { labDetails, labTable, roughly, statusOf } from './labs';
export { withLogTimes, type LogTimes } from './logTimes';
export { isLive, plain, styleFor, type Style, fitted } from './terminal';
export { table } from './table';
export { sent, taskProgress, type TaskProgress } from './taskProgress';
