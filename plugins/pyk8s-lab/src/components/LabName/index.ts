export { LabName } from './LabName';
