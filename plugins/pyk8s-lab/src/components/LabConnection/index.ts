export { LabConnection } from './LabConnection';
