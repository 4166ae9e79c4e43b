export { LabListing } from './LabListing';
export { usePages } from './usePages';
