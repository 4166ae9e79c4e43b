export { LabsEmpty } from './LabsEmpty';
