export { LabConsole } from './LabConsole';
