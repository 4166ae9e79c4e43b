export { LabImages } from './LabImages';
