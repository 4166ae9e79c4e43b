export type { LogArchiveTaker } from './archiveLogs';
export { LabLogs, type LogReader } from './LabLogs';
export type { LabLogRequest, LabLogSource } from './LabLogRequest';
export { LogService } from './LogService';
