export { BlockedNote } from './BlockedNote';
export { LabTab } from './LabTab';
export { MadeUpNote } from './MadeUpNote';
