export type { HostFacts } from './HostFacts';
export { DiskProbe } from './DiskProbe';
export { HostProbe, type LocalMachine } from './HostProbe';
export { preflight } from './preflight';
export {
  assertResources,
  limitPerNode,
  resourceOptions,
  withDefaults,
} from './resources';
