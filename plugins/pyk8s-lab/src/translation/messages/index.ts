export { status } from './status';
