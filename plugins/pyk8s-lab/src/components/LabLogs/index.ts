export { LabLogs } from './LabLogs';
