export { LabSlots } from './LabSlots';
