export { quoteCommand } from './quoteCommand';
