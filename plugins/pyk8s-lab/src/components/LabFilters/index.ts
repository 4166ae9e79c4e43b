export { LabFilters } from './LabFilters';
export { ScopeSwitch } from './ScopeSwitch';
export { useLabView } from './useLabView';
export type { LabView } from './useLabView';
