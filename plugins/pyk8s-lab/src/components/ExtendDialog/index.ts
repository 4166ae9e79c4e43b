export { ExtendDialog } from './ExtendDialog';
export { useExtendQuery } from './useExtendQuery';
