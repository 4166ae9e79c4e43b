export { createLabReader } from './createLabReader';
