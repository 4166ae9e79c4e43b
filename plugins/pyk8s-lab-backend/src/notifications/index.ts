export { LabNotifier } from './LabNotifier';
