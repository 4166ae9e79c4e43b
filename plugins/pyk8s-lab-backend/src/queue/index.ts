export { fairOrder } from './fairOrder';
