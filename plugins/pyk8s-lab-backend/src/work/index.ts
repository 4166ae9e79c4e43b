export type { LogArchiveTaker } from './archiveLogs';
export { AuditedLabWork } from './AuditedLabWork';
export { AuthorizedLabWork } from './AuthorizedLabWork';
export { DefaultLabWork } from './DefaultLabWork';
export type { ExecOptions } from './execInLab';
export type { ImportOptions } from './importImage';
export { spreadImages } from './spreadImages';
export type { LabWork, ListJobsRequest } from './LabWork';
