export { LabClient } from './LabClient';
export type {
  LabApi,
  LabListQuery,
  LabLogQuery,
  LabPageQuery,
  StreamLabsOptions,
} from './LabApi';
