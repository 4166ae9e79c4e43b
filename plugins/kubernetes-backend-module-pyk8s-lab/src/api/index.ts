export { LabAccess } from './LabAccess';
