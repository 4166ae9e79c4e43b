export { ExtendMenu } from './ExtendMenu';
export { LabActions } from './LabActions';
