export type { HostFacts } from './HostFacts';
export { HostProbe, type LocalMachine } from './HostProbe';
export { preflight } from './preflight';
export { assertResources, limitPerNode, resourceOptions } from './resources';
