export { LabSearchResult, type LabSearchResultProps } from './LabSearchResult';
