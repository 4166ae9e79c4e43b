export { LabTab } from './LabTab';
export { MadeUpNote } from './MadeUpNote';
