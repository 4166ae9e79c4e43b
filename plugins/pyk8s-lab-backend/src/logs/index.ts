export { writeLogArchive, type LogArchiveContent } from './archive';
export { LabLogs, type LogReader } from './LabLogs';
export type { LabLogRequest, LabLogSource } from './LabLogRequest';
