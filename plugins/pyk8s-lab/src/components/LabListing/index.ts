export { LabListing } from './LabListing';
