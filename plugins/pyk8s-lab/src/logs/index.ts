export { archiveDownloadOf, type ArchiveState } from './ArchiveDownload';
export { choiceIn, type LogChoice, withChoice } from './choice';
export { type LogLayout, OneRowLayout, WrappedLayout } from './layout';
export { levelOf } from './levels';
export { LOG_BOUNDS, LogLines } from './LogLines';
export { LogReader, type LogState } from './LogReader';
export { LogSearch, stepTo } from './LogSearch';
export {
  type LogRange,
  rangedQuery,
  rangeIn,
  SINCES,
  TAILS,
  withRange,
} from './range';
export {
  resolve,
  type ResolvedLog,
  keepCluster,
  mayHaveMorePods,
} from './resolve';
export {
  describeLog,
  describePhase,
  describeRun,
  logFileName,
} from './describe';
