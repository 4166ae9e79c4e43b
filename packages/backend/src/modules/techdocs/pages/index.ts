export { buildPages } from './buildPages';
