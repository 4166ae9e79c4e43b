export { readLabSettings, type LabSettings } from './readLabSettings';
