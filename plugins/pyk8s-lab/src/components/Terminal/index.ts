export { Terminal } from './Terminal';
