export { followJob, type FollowJobOptions } from './followJob';
export { LabClient } from './LabClient';
export { labPages } from './labPages';
export type {
  LabActivityQuery,
  LabApi,
  LabImageSource,
  LabJobQuery,
  LabListQuery,
  LabLogQuery,
  LabLogsArchive,
  LabPageQuery,
  StreamLabsOptions,
} from './LabApi';
