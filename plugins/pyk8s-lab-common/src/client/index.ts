export { LabClient } from './LabClient';
export { labPages } from './labPages';
export type {
  LabApi,
  LabImageSource,
  LabJobQuery,
  LabListQuery,
  LabLogQuery,
  LabLogsArchive,
  LabPageQuery,
  StreamLabsOptions,
} from './LabApi';
