export { deployToLab } from './deployToLab';
