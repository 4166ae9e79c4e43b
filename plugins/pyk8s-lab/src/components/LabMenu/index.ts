export { LabMenu } from './LabMenu';
