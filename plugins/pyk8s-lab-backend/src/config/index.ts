export type { ImageSettings, LabSettings } from './LabSettings';
export { readLabSettings } from './readLabSettings';
