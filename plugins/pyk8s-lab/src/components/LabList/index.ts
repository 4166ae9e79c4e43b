export { LabList } from './LabList';
