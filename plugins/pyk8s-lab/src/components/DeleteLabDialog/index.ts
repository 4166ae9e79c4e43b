export { DeleteLabDialog } from './DeleteLabDialog';
