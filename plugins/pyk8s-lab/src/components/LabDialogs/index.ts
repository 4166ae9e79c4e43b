export { LabDialogs } from './LabDialogs';
export type { LabDialog } from './LabDialogs';
