export { LabOverview } from './LabOverview';
