export { Reserved } from './Reserved';
