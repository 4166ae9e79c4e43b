export { LabReader, type LabListing } from './LabReader';
