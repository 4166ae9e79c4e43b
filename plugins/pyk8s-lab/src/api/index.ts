export { isRefusal, messageOf, statusOf } from './errors';
export { labApiRef } from './labApiRef';
