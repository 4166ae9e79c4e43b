export { browserConnections, Connections } from './Connections';
export type { Permit } from './Connections';
export { browserTabServices, SharedLabClient } from './SharedLabClient';
export { browserTold } from './Told';
