export { LabFilters } from './LabFilters';
export { useLabView } from './useLabView';
