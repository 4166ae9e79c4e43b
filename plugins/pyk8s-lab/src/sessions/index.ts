export { LabSessions } from './LabSessions';
export { Observable } from './Observable';
