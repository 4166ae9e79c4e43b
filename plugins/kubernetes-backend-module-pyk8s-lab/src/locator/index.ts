export { LabServiceLocator } from './LabServiceLocator';
