export { KeyRotation } from './KeyRotation';
export { Retention } from './Retention';
export { scheduleMaintenance } from './scheduleMaintenance';
