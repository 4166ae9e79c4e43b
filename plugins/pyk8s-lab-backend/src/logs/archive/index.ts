export type {
  ClusterLogFiles,
  LogArchiveContent,
  LogArchiveResult,
  ProvisioningRun,
} from './LogArchive';
export { writeLogArchive, type LogArchiveTarget } from './writeLogArchive';
