export { LabsPage } from './LabsPage';
