export { LabClient } from './LabClient';
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
