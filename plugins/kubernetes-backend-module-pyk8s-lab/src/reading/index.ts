export { LabFetcher } from './LabFetcher';
export { LabProxy } from './LabProxy';
