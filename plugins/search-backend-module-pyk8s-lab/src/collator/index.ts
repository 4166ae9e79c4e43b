export { LabCollatorFactory } from './LabCollatorFactory';
