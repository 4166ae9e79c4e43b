export { EditLabDialog } from './EditLabDialog';
