export { LabActivity } from './LabActivity';
