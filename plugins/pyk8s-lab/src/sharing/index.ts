export { browserTabServices, SharedLabClient } from './SharedLabClient';
