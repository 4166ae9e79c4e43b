export { LabNotifier } from './LabNotifier';
export { tellOwners } from './tellOwners';
