export { LabSearchResult } from './LabSearchResult';
