export { LabTab, OWNER_MAY } from './LabTab';
export { MadeUpNote } from './MadeUpNote';
