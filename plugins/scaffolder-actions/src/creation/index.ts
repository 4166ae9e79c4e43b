export { ensureLab, type EnsuredLab } from './ensureLab';
export { LabCleanup } from './LabCleanup';
export { labNameFor } from './labName';
