export { LabMetrics, type FailureCause } from './LabMetrics';
