export type { LabSettings } from './LabSettings';
export { readLabSettings } from './readLabSettings';
