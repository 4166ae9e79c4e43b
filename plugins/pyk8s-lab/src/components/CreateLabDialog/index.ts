export { CreateLabDialog } from './CreateLabDialog';
