export { LabActions } from './LabActions';
