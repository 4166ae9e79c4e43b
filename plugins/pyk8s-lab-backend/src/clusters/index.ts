export type { CapabilityName, Cluster } from './Cluster';
export { Clusters, type LabClusterView } from './Clusters';
export { LabProviders } from './LabProviders';
export { ClusterBusyError, ClusterLeases } from './ClusterLeases';
