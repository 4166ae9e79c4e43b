export { LabCards } from './LabCards';
export { LabTable } from './LabTable';
