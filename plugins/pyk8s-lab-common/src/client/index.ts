export { LabClient } from './LabClient';
export type {
  LabApi,
  LabListQuery,
  LabPageQuery,
  StreamLabsOptions,
} from './LabApi';
